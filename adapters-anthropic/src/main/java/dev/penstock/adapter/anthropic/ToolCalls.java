package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.Invalid;

/// Calls of tools, as chats and as messages have them.
final class ToolCalls {
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
        block.set("input", CallArguments.object(text(function, "arguments")));
        Content.mark(block, call.path(Content.MARK));
        return block;
    }

    /// A `tool_use` of a whole message → a chat's call.
    static ObjectNode call(JsonNode block) {
        ObjectNode call = object().put("id", text(block, "id")).put("type", "function");
        call.putObject("function")
                .put("name", text(block, "name"))
                .put("arguments", CallArguments.text(block.path("input")));
        return call;
    }
}
