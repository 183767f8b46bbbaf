package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.NODES;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ChatFrame;
import dev.penstock.openai.wire.OddEventException;

/// A whole message → a whole chat completion. Pure.
final class WholeChat {
    private WholeChat() {}

    /// @param answer a message, and how it ended
    /// @param created in seconds
    /// @param calls for this answer
    /// @throws OddEventException if a call names no tool or its input is not an object, unless the answer was cut
    static ChatCompletion of(ChatCompletion answer, long created, AnswerCalls calls) {
        JsonNode message = CarriedJson.parsed(answer.json().toBytes()).orElseGet(NODES::objectNode);
        ObjectNode chat = MessageFrame.of(message, created).around("chat.completion");
        ObjectNode choice = chat.putArray("choices").addObject().put("index", 0);
        choice.set("message", said(message.path("content"), calls, answer.end().reason().mayCut()));
        choice.putNull("logprobs").put("finish_reason", ChatFrame.finish(answer.end()));
        answer.end().usage().ifPresent(usage -> chat.set("usage", MessageFrame.usage(usage)));
        return new ChatCompletion(JsonText.owning(CarriedJson.write(chat)), answer.end());
    }

    /// Blocks of types that no chat has are left out: they tell what Anthropic's servers did.
    private static ObjectNode said(JsonNode blocks, AnswerCalls toolCalls, boolean cut) {
        StringBuilder said = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        ArrayNode details = NODES.arrayNode();
        ArrayNode calls = NODES.arrayNode();
        for (JsonNode block : blocks) {
            switch (text(block, "type")) {
                case "text" -> said.append(text(block, "text"));
                case "thinking" -> {
                    thought.append(text(block, "thinking"));
                    details.add(Thoughts.detail(details.size(), text(block, "thinking"),
                            text(block, "signature")));
                }
                case "redacted_thinking" ->
                    details.add(Thoughts.hidden(details.size(), text(block, "data")));
                case "tool_use" -> {
                    if (!cut || isWhole(block)) {
                        calls.add(toolCalls.call(block, AnswerCalls.arguments(block.path("input"))));
                    }
                }
                default -> {
                    // see above
                }
            }
        }
        ObjectNode message = NODES.objectNode().put("role", "assistant");
        if (said.isEmpty() && !calls.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", said.toString());
        }
        message.putNull("refusal");
        if (!thought.isEmpty()) {
            message.put(Thoughts.CONTENT, thought.toString());
        }
        if (!details.isEmpty()) {
            message.set(Thoughts.DETAILS, details);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private static boolean isWhole(JsonNode call) {
        return !text(call, "name").isEmpty() && CallArguments.input(call.path("input")).isPresent();
    }
}
