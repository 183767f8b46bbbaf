package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;

/// Functions on offer, which Ollama takes in the same words. It cannot be told which of them to call.
final class Tools {
    private Tools() {}

    static void translate(JsonNode chat, ObjectNode asked) {
        ArrayNode tools = NODES.arrayNode();
        int i = 0;
        for (JsonNode tool : chat.path("tools")) {
            if (!text(tool, "type").equals("function")
                    || !(tool.path("function") instanceof ObjectNode function)) {
                throw Invalid.field("tools[" + i + "].type", "Ollama can be offered functions alone; '"
                        + text(tool, "type") + "' is something else.");
            }
            tools.addObject().put("type", "function").set("function", function(function));
            i++;
        }
        if (!tools.isEmpty() && mayCall(chat.path("tool_choice"))) {
            asked.set("tools", tools);
        }
    }

    /// The API demands parameters; functions that take none have none.
    private static ObjectNode function(ObjectNode given) {
        ObjectNode function = given.deepCopy();
        if (!function.path("parameters").isObject()) {
            function.putObject("parameters").put("type", "object").putObject("properties");
        }
        return function;
    }

    private static boolean mayCall(JsonNode choice) {
        return switch (choice.isTextual() ? choice.textValue() : text(choice, "type")) {
            case "", "auto" -> true;
            case "none" -> false;
            default -> throw Invalid.field("tool_choice",
                    "Ollama cannot be made to call a tool; leave the choice to the model.");
        };
    }
}
