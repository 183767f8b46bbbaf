package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.ToolMapping;

/// Calls of tools in a conversation, as chats and as messages have them.
final class ToolCalls {
    private ToolCalls() {}

    /// A chat's call → a `tool_use`.
    ///
    /// @param where for refusals
    static ObjectNode block(JsonNode call, ToolMapping tools, String where) {
        JsonNode function = call.path("function");
        if (!function.isObject()) {
            throw Invalid.field(where, "Only calls of functions can be told to Anthropic.");
        }
        ObjectNode block = object().put("type", "tool_use")
                .put("id", tools.ids().call(text(call, "id")))
                .put("name", tools.names().upstream(text(function, "name")));
        block.set("input", CallArguments.object(function.path("arguments")));
        Content.mark(block, call.path(Content.MARK));
        return block;
    }
}
