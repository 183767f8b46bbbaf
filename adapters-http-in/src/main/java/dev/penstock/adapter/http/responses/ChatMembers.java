package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Map;

/// The chat request that stands for a Responses request, member by member, as [RequestMembers] says.
final class ChatMembers {
    private ChatMembers() {}

    /// @param messages the conversation, converted
    static ObjectNode of(ObjectNode request, ArrayNode messages, ToolSet tools) {
        ObjectNode chat = CarriedJson.object();
        for (Map.Entry<String, JsonNode> member : request.properties()) {
            switch (RequestMembers.ruleOf(member.getKey())) {
                case FORWARD -> forward(chat, member);
                case REFUSE -> refuse(member);
                case TRANSLATE, DROP -> {
                    // below, or not at all
                }
            }
        }
        chat.set("messages", messages);
        copy(request, "max_output_tokens", chat, "max_completion_tokens");
        tools(request, tools, chat);
        text(request.path("text"), chat);
        reasoning(request.path("reasoning"), chat);
        metadata(request.path("metadata"));
        stream(request, chat);
        return chat;
    }

    private static void forward(ObjectNode chat, Map.Entry<String, JsonNode> member) {
        if (!member.getValue().isNull()) {
            chat.set(member.getKey(), member.getValue());
        }
    }

    private static void refuse(Map.Entry<String, JsonNode> member) {
        JsonNode value = member.getValue();
        boolean asksForNothing = value.isNull() || (value.isContainerNode() && value.isEmpty())
                || (value.isBoolean() && !value.booleanValue()) || CarriedJson.text(value).equals("0");
        if (!asksForNothing) {
            String name = member.getKey();
            throw Invalid.unsupported(name, "'" + name + "' is not possible here" + switch (name) {
                case "background" -> ": every response is waited for.";
                case "conversation" -> ": the gateway keeps responses and no conversations; use"
                        + " 'previous_response_id'.";
                case "prompt" -> ": the gateway keeps no prompts; send 'instructions' and 'input'.";
                case "messages" -> ", that is how chat completions are asked for; send 'input'.";
                default -> ".";
            });
        }
    }

    private static void tools(ObjectNode request, ToolSet tools, ObjectNode chat) {
        ToolChoice choice = ToolChoice.read(request.path("tool_choice"), tools);
        ArrayNode wanted = tools.chatTools(choice.wanted());
        if (wanted.isEmpty()) {
            return; // upstreams refuse an empty list, and whatever is about tools without it
        }
        chat.set("tools", wanted);
        choice.chat().ifPresent(chosen -> chat.set("tool_choice", chosen));
        copy(request, "parallel_tool_calls", chat, "parallel_tool_calls");
    }

    private static void text(JsonNode text, ObjectNode chat) {
        copy(text, "verbosity", chat, "verbosity");
        JsonNode format = text.path("format");
        switch (CarriedJson.has(text, "format") ? CarriedJson.text(format, "type") : "text") {
            case "text" -> {
                // which is what is written anyway
            }
            case "json_object" -> chat.putObject("response_format").put("type", "json_object");
            case "json_schema" -> {
                ObjectNode schema = chat.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                for (String member : new String[]{"name", "description", "schema", "strict"}) {
                    copy(format, member, schema, member);
                }
            }
            default -> throw Invalid.value("text.format.type",
                    "'text.format.type' has to be 'text', 'json_object' or 'json_schema'.");
        }
    }

    private static void reasoning(JsonNode reasoning, ObjectNode chat) {
        copy(reasoning, "effort", chat, "reasoning_effort");
    }

    /// Shows in the answer alone: OpenAI takes it in chat requests only together with `store`.
    private static void metadata(JsonNode metadata) {
        if (!metadata.isObject() && !metadata.isNull() && !metadata.isMissingNode()) {
            throw Invalid.type("metadata", "an object");
        }
    }

    private static void stream(ObjectNode request, ObjectNode chat) {
        copy(request, "stream", chat, "stream");
        if (request.path("stream").asBoolean()) {
            chat.putObject("stream_options").put("include_usage", true);
        }
    }

    private static void copy(JsonNode from, String member, ObjectNode to, String as) {
        if (CarriedJson.has(from, member)) {
            to.set(as, from.get(member));
        }
    }
}
