package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The arguments of a tool call: a text with JSON in chats, an object in other APIs. Keys keep their order and numbers their
/// spelling.
public final class CallArguments {
    /// What Anthropic's documentation on streamed tool inputs puts around arguments that are no JSON.
    private static final String NO_JSON = "INVALID_JSON";

    private CallArguments() {}

    /// Of an object, or of a text as it is.
    ///
    /// @return `{}` if there is nothing
    public static String text(JsonNode arguments) {
        if (arguments.isTextual() && !arguments.textValue().isBlank()) {
            return arguments.textValue();
        }
        return arguments.isObject() ? CarriedJson.text(arguments) : "{}";
    }

    /// What a model has said is told again as it was, even if it was no JSON.
    public static ObjectNode object(String arguments) {
        return CarriedJson.parsed(arguments.isBlank() ? "{}" : arguments)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(() -> CarriedJson.object().put(NO_JSON, arguments));
    }
}
