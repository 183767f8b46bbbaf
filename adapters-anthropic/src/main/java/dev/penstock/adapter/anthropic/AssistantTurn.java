package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.openai.wire.ToolMapping;

/// A chat message of the role `assistant` → the blocks it was made of: thoughts, text, calls.
final class AssistantTurn {
    private AssistantTurn() {}

    static ArrayNode of(JsonNode message, ToolMapping tools, String where) {
        ArrayNode said = Content.parts(message, where + ".content");
        for (JsonNode call : message.path("tool_calls")) {
            said.add(ToolCalls.block(call, tools, where + ".tool_calls"));
        }
        if (said.isEmpty()) {
            return said; // thoughts alone are no turn
        }
        Content.markLast(said, message.path(Content.MARK));
        return NODES.arrayNode().addAll(Thoughts.blocks(message.path(Thoughts.DETAILS))).addAll(said);
    }
}
