package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;
import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.ToolMapping;
import dev.penstock.openai.wire.ToolNames;
import java.util.ArrayList;
import java.util.List;

/// Functions → tools, and which of them the model shall call.
final class Tools {
    private Tools() {}

    /// How Anthropic knows the chat's tools. The calls of the conversation are still to come.
    static ToolMapping mapping(JsonNode chat) {
        List<String> names = new ArrayList<>();
        chat.path("tools").forEach(tool -> names.add(text(tool.path("function"), "name")));
        return ToolMapping.of(names, ToolCallIds.Rule.RESTRICTED);
    }

    static void translate(JsonNode chat, ToolNames names, ObjectNode asked) {
        ArrayNode tools = NODES.arrayNode();
        int i = 0;
        for (JsonNode tool : chat.path("tools")) {
            if (!text(tool, "type").equals("function")) {
                throw Invalid.field("tools[" + i + "].type",
                        "Anthropic can be offered functions alone; '" + text(tool, "type")
                                + "' is something else.");
            }
            if (text(tool.path("function"), "name").isEmpty()) {
                throw Invalid.field("tools[" + i + "].function.name", "A function needs a 'name'.");
            }
            tools.add(tool(tool, names));
            i++;
        }
        if (!tools.isEmpty()) {
            asked.set("tools", tools);
            choose(chat, names, asked);
        }
    }

    private static ObjectNode tool(JsonNode tool, ToolNames names) {
        JsonNode function = tool.path("function");
        ObjectNode said = object().put("name", names.upstream(text(function, "name")));
        if (isGiven(function.path("description"))) {
            said.set("description", function.path("description"));
        }
        said.set("input_schema", schema(function.path("parameters")));
        if (function.path("strict").asBoolean()) {
            said.put("strict", true);
        }
        Content.mark(said, function.path(Content.MARK));
        Content.mark(said, tool.path(Content.MARK));
        return said;
    }

    /// The API insists on the type; functions without parameters have none.
    private static ObjectNode schema(JsonNode parameters) {
        ObjectNode schema = object();
        if (text(parameters, "type").isEmpty()) {
            schema.put("type", "object");
        }
        return parameters instanceof ObjectNode given
                ? schema.setAll(given)
                : schema.set("properties", object());
    }

    private static void choose(JsonNode chat, ToolNames names, ObjectNode asked) {
        JsonNode wish = chat.path("tool_choice");
        ObjectNode choice = object();
        switch (wish.isTextual() ? wish.textValue() : text(wish, "type")) {
            case "" -> {
                // the model's choice, as with the upstream
            }
            case "auto" -> choice.put("type", "auto");
            case "required" -> choice.put("type", "any");
            case "none" -> choice.put("type", "none");
            case "function" ->
                choice.put("type", "tool")
                        .put("name", names.upstream(text(wish.path("function"), "name")));
            default -> throw Invalid.field("tool_choice",
                    "'tool_choice' has to be 'auto', 'required', 'none' or a function.");
        }
        JsonNode parallel = chat.path("parallel_tool_calls");
        if (parallel.isBoolean() && !parallel.booleanValue() && !text(choice, "type").equals("none")) {
            if (choice.isEmpty()) {
                choice.put("type", "auto");
            }
            choice.put("disable_parallel_tool_use", true);
        }
        if (!choice.isEmpty()) {
            asked.set("tool_choice", choice);
        }
    }
}
