package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolCallIds;

/// Calls of tools, as chats and as messages have them.
final class ToolCalls {
    private ToolCalls() {}

    /// A chat's call → a `tool_use`.
    ///
    /// @param where for refusals
    static ObjectNode block(JsonNode call, String where) {
        JsonNode function = call.path("function");
        if (!function.isObject()) {
            throw Invalid.field(where, "Only calls of functions can be told to Anthropic.");
        }
        ObjectNode block = object().put("type", "tool_use")
                .put("id", ToolCallIds.encode(text(call, "id")))
                .put("name", text(function, "name"));
        block.set("input", CallArguments.object(function.path("arguments")));
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
