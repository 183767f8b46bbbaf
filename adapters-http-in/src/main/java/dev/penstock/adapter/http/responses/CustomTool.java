package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Optional;

/// Custom tools take a text where functions take JSON; towards an upstream such a tool is a function with the one
/// property `input`.
final class CustomTool {
    static final String INPUT = "input";

    private CustomTool() {}

    /// A grammar, which nobody would enforce, is told in words instead.
    static ObjectNode asFunction(String flatName, JsonNode tool) {
        ObjectNode function = CarriedJson.object().put("name", flatName);
        JsonNode description = tool.path("description");
        if (description.isTextual()) {
            function.set("description", description);
        }
        ObjectNode parameters = function.putObject("parameters").put("type", "object");
        parameters.putObject("properties")
                .putObject(INPUT)
                .put("type", "string")
                .put("description",
                        "The whole input of the tool, as plain text." + grammar(tool.path("format")));
        parameters.putArray("required").add(INPUT);
        parameters.put("additionalProperties", false);
        return function;
    }

    private static String grammar(JsonNode format) {
        JsonNode grammar = format.path("grammar").isObject() ? format.path("grammar") : format;
        String definition = CarriedJson.text(grammar, "definition");
        return definition.isEmpty()
                ? ""
                : " It has to match this " + CarriedJson.text(grammar, "syntax") + " grammar:\n" + definition;
    }

    /// The arguments that stand for an input.
    static String arguments(String input) {
        return CarriedJson.text(CarriedJson.object().put(INPUT, input));
    }

    /// The input that arguments stand for. Models that know the tool as it was made write the bare text now and then.
    static String input(String arguments) {
        Optional<JsonNode> json = CarriedJson.parsed(arguments);
        if (json.isEmpty()) {
            return arguments;
        }
        JsonNode tree = json.get();
        if (tree.path(INPUT).isTextual()) {
            return tree.path(INPUT).textValue();
        }
        if (tree.isTextual()) {
            return tree.textValue();
        }
        boolean oneText = tree.isObject() && tree.size() == 1 && tree.elements().next().isTextual();
        return oneText ? tree.elements().next().textValue() : arguments;
    }
}
