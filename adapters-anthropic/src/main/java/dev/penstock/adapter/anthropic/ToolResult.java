package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.ToolCallIds;

/// A chat message of the role `tool` → a `tool_result`.
final class ToolResult {
    private ToolResult() {}

    static ObjectNode of(JsonNode message, ToolCallIds ids, String where) {
        ObjectNode result = object().put("type", "tool_result")
                .put("tool_use_id", ids.result(text(message, "tool_call_id")));
        ArrayNode blocks = Content.of(message, where + ".content");
        for (JsonNode block : blocks) { // a mark belongs to the whole answer
            if (block instanceof ObjectNode one && one.has(Content.MARK)) {
                Content.mark(result, one.remove(Content.MARK));
            }
        }
        if (!blocks.isEmpty()) {
            result.set("content", blocks);
        }
        return result;
    }
}
