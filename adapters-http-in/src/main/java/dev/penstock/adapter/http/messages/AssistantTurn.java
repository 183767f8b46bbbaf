package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.isGiven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolMapping;

/// The blocks of an assistant's turn → one chat message with its text, its thoughts and its calls.
final class AssistantTurn {
    private AssistantTurn() {}

    static ObjectNode of(JsonNode content, ToolMapping tools) {
        ObjectNode message = NODES.objectNode().put("role", "assistant");
        Parts said = new Parts();
        ArrayNode calls = NODES.arrayNode();
        ObjectNode thoughts = NODES.objectNode();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> said.text(block.path("text").asText(), block.path("cache_control"));
                case "tool_use" -> calls.add(call(block, tools));
                case "thinking" -> Signature.restore(thoughts, block.path("thinking").asText(),
                        block.path("signature").asText(""));
                default -> { // what Anthropic's servers did or hid is of no use to another model, but for the mark
                    if (calls.isEmpty()) {
                        said.markLast(block.path("cache_control"));
                    }
                }
            }
        }
        message.set("content", said.content()); // "" beside calls, for some upstreams refuse null
        message.setAll(thoughts);
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private static ObjectNode call(JsonNode block, ToolMapping tools) {
        ObjectNode call = NODES.objectNode()
                .put("id", tools.ids().call(CarriedJson.text(block, "id")))
                .put("type", "function");
        call.putObject("function")
                .put("name", tools.names().upstream(block.path("name").asText()))
                .put("arguments", CallArguments.objectText(block.path("input")));
        if (isGiven(block.path("cache_control"))) {
            call.set("cache_control", block.path("cache_control"));
        }
        return call;
    }
}
