package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CarriedJson;

/// Calls of tools, as chats and as messages have them.
final class ToolCalls {
    /// What Anthropic's documentation on streamed tool inputs puts around one that is no JSON.
    private static final String NO_JSON = "INVALID_JSON";

    private ToolCalls() {}

    /// An id as the API takes it: letters, digits, `_` and `-`. Other providers use other signs, too.
    static String id(String id) {
        return id.replaceAll("[^a-zA-Z0-9_-]", "_");
    }

    /// A chat's call → a `tool_use`.
    ///
    /// @param where for refusals
    static ObjectNode block(JsonNode call, String where) {
        JsonNode function = call.path("function");
        if (!function.isObject()) {
            throw Invalid.field(where, "Only calls of functions can be told to Anthropic.");
        }
        ObjectNode block = object().put("type", "tool_use")
                .put("id", id(text(call, "id")))
                .put("name", text(function, "name"));
        block.set("input", input(text(function, "arguments")));
        Content.mark(block, call.path(Content.MARK));
        return block;
    }

    /// A `tool_use` of a whole message → a chat's call.
    static ObjectNode call(JsonNode block) {
        ObjectNode call = object().put("id", text(block, "id")).put("type", "function");
        call.putObject("function")
                .put("name", text(block, "name"))
                .put("arguments", arguments(block.path("input")));
        return call;
    }

    /// @return JSON, `{}` if there is nothing
    static String arguments(JsonNode input) {
        return input.isObject() ? CarriedJson.text(input) : "{}";
    }

    private static ObjectNode input(String arguments) {
        return CarriedJson.parsed(arguments.isBlank() ? "{}" : arguments)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(() -> object().put(NO_JSON, arguments));
    }
}
