package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the demo model understands of a request.
///
/// @param said what is to be answered
/// @param messages all of them
/// @param tools the functions on offer
/// @param toolChoice `auto`, `none`, `required`, or the name of a function
/// @param parallel whether several calls at a time are welcome
/// @param maxTokens how long the answer may be; empty for as long as it likes
/// @param promptTokens an estimate: a token for every four bytes
record Conversation(Said said, JsonNode messages, List<Tool> tools, String toolChoice, boolean parallel,
        boolean hasImages, Optional<Integer> maxTokens, long promptTokens) {
    /// A function on offer.
    record Tool(String name, String description, JsonNode parameters) {}

    /// Empty if it is JSON beyond the limits of [JsonTrees].
    static Optional<ObjectNode> parse(JsonText body) {
        return JsonTrees.read(body).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    /// Empty if the messages cannot be made sense of.
    static Optional<Conversation> of(ObjectNode body) {
        JsonNode messages = body.path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        if (!last.path("role").isTextual()) {
            return Optional.empty();
        }
        boolean images = messages.findValuesAsText("type")
                .stream()
                .anyMatch(type -> type.equals("image_url"));
        Optional<Integer> limit = Optional.of(body.path("max_completion_tokens"))
                .filter(JsonNode::isInt)
                .or(() -> Optional.of(body.path("max_tokens")).filter(JsonNode::isInt))
                .map(JsonNode::asInt)
                .filter(tokens -> tokens > 0);
        return Optional
                .of(new Conversation(Said.last(messages), messages, tools(body),
                        choice(body.path("tool_choice")), body.path("parallel_tool_calls").asBoolean(true),
                        images, limit,
                        Estimate.tokens(messages.toString())));
    }

    private static List<Tool> tools(ObjectNode body) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (function.path("name").isTextual()) {
                tools.add(new Tool(function.path("name").asText(), function.path("description").asText(""),
                        function.path("parameters")));
            }
        }
        return tools;
    }

    private static String choice(JsonNode choice) {
        return choice.isObject()
                ? choice.path("function").path("name").asText("auto")
                : choice.asText("auto");
    }
}
