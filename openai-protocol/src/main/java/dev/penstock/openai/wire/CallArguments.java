package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// The arguments of a tool call: a text with JSON in chats, an object in other APIs. Keys keep their order and numbers their
/// spelling.
public final class CallArguments {
    /// What Anthropic's documentation on streamed tool inputs puts around arguments that are no JSON.
    private static final String NO_JSON = "INVALID_JSON";

    private CallArguments() {}

    /// As chats have them: a text as it is, anything else as JSON.
    ///
    /// @return `{}` for nothing, null, a blank text and the text `null`
    public static String text(JsonNode arguments) {
        if (isNothing(arguments)) {
            return "{}";
        }
        return arguments.isTextual() ? arguments.textValue() : CarriedJson.text(arguments);
    }

    /// Of a piece of a streamed call. An empty object announces arguments that follow, or none.
    static String piece(JsonNode arguments) {
        if (arguments.isTextual()) {
            return arguments.textValue();
        }
        boolean nothing = !CarriedJson.isGiven(arguments) || (arguments.isObject() && arguments.isEmpty());
        return nothing ? "" : CarriedJson.text(arguments);
    }

    /// Reads the arguments of a call in an answer. Nothing, null, a blank text and the text `null` are an empty object.
    ///
    /// @param arguments a text with JSON, or the object itself
    /// @return empty if they are no JSON object
    public static Optional<ObjectNode> input(JsonNode arguments) {
        if (isNothing(arguments)) {
            return Optional.of(CarriedJson.object());
        }
        Optional<JsonNode> json = arguments.isTextual()
                ? CarriedJson.parsed(arguments.textValue())
                : Optional.of(arguments);
        return json.filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    private static boolean isNothing(JsonNode arguments) {
        return !CarriedJson.isGiven(arguments) || (arguments.isTextual()
                && (arguments.textValue().isBlank() || arguments.textValue().strip().equals("null")));
    }

    /// As chats of a history must have them: the text of an object. A text that is one stays as it is; anything else becomes one
    /// as in [#object].
    public static String objectText(JsonNode arguments) {
        boolean isText = arguments.isTextual() && !isNothing(arguments) && input(arguments).isPresent();
        return isText ? arguments.textValue() : CarriedJson.text(object(arguments));
    }

    /// Of a text with JSON, or of an object as it is. Nothing, a blank text and the text `null` are no arguments; whatever else
    /// is not an object is kept as text.
    public static ObjectNode object(JsonNode arguments) {
        return input(arguments).orElseGet(() -> CarriedJson.object()
                .put(NO_JSON, text(arguments)));
    }
}
