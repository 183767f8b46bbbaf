package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.openai.wire.AnswerCallIds;
import dev.penstock.openai.wire.CallArguments;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ToolNames;
import java.io.IOException;
import java.util.Optional;

/// A whole chat completion → a whole message. Pure.
final class WholeMessage {
    private WholeMessage() {}

    /// @throws UpstreamException if a tool is called without a name, or with something that is no JSON object
    static ObjectNode of(ChatCompletion completion, MessageHead head) {
        JsonNode chat = read(completion);
        JsonNode said = chat.path("choices").path(0).path("message");
        FinishReason reason = completion.end().reason();
        ArrayNode content = NODES.arrayNode();
        think(said, content);
        String text = text(said);
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
        boolean calls = false;
        AnswerCallIds ids = head.callIds();
        for (JsonNode call : said.path("tool_calls")) {
            Optional<ObjectNode> block = call(call, reason, head.tools().names(), ids);
            block.ifPresent(content::add);
            calls |= block.isPresent();
        }
        ObjectNode message = head.message(chat.path("model").asText(""));
        message.set("content", content);
        message.put("stop_reason", StopReason.of(reason, calls)).putNull("stop_sequence");
        MessageUsage usage = completion.end()
                .usage()
                .map(MessageUsage::of)
                .orElseGet(() -> MessageUsage.estimated(head.inputTokens(), TokenEstimate.ofAnswer(content)));
        return message.set("usage", usage.ended());
    }

    /// What was said or refused, whatever its form.
    static String text(JsonNode message) {
        JsonNode content = message.path("content");
        StringBuilder text = new StringBuilder(content.isTextual() ? content.asText() : "");
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.append(message.path("refusal").asText("")).toString();
    }

    private static void think(JsonNode said, ArrayNode content) {
        Thoughts thoughts = new Thoughts();
        String thought = thoughts.take(said);
        if (!thought.isEmpty() || thoughts.hasDetails()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", thought)
                    .put("signature", thoughts.sign());
        }
    }

    private static Optional<ObjectNode> call(JsonNode call, FinishReason reason, ToolNames names,
            AnswerCallIds ids) {
        JsonNode function = call.path("function");
        String name = function.path("name").asText("");
        Optional<ObjectNode> input = CallArguments.input(function.path("arguments"));
        if (input.isEmpty() || name.isEmpty()) {
            if (reason.mayCut()) {
                return Optional.empty(); // cut in the middle, as the stop reason says
            }
            throw name.isEmpty()
                    ? Untellable.because(ToolCalls.NAMELESS)
                    : Untellable.because("the upstream calls the tool " + name
                            + " with arguments that are no JSON object");
        }
        ObjectNode block = NODES.objectNode()
                .put("type", "tool_use")
                .put("id", ids.next(call.path("id").asText("")))
                .put("name", names.client(name));
        return Optional.of(block.set("input", input.get()));
    }

    private static JsonNode read(ChatCompletion completion) {
        try {
            return CarriedJson.read(completion.json().toBytes());
        } catch (IOException e) {
            throw Untellable.because("the upstream's answer is no JSON", e);
        }
    }
}
