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

    /// Of a text with JSON, or of an object as it is. Nothing, a blank text and the text `null` are no arguments; whatever else
    /// is not an object is kept as text.
    public static ObjectNode object(JsonNode arguments) {
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        if (arguments.isMissingNode() || arguments.isNull()) {
            return CarriedJson.object();
        }
        String text = arguments.isTextual() ? arguments.textValue() : CarriedJson.text(arguments);
        if (text.isBlank() || text.strip().equals("null")) {
            return CarriedJson.object();
        }
        return CarriedJson.parsed(text)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(() -> CarriedJson.object().put(NO_JSON, text));
    }
}
