package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.OfferedFunctions;

/// Functions on offer, which Ollama takes in the same words. It cannot be told which of them to call.
final class Tools {
    private Tools() {}

    static void translate(JsonNode chat, ObjectNode asked) {
        ArrayNode tools = NODES.arrayNode();
        for (ObjectNode function : OfferedFunctions.of(chat, "Ollama")) {
            tools.addObject().put("type", "function").set("function", function(function));
        }
        if (!tools.isEmpty()) {
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
}
