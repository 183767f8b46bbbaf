package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.demo.Answer.Call;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;

/// An answer as Chat Completions JSON, whole or in chunks.
///
/// @param created in seconds since 1970
record Rendering(String id, long created, String model) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ARGUMENT_PIECE = 12;

    JsonText completion(Answer answer) {
        ObjectNode message = NODES.objectNode().put("role", "assistant");
        message.put("content", answer.calls().isEmpty() ? answer.text() : null);
        if (!answer.reasoning().isEmpty()) {
            message.put("reasoning_content", answer.reasoning());
        }
        if (!answer.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            answer.calls().forEach(call -> calls.add(call(call, call.arguments())));
        }
        ObjectNode choice = NODES.objectNode().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs").put("finish_reason", answer.finishReason());
        ObjectNode whole = frame("chat.completion");
        whole.putArray("choices").add(choice);
        whole.set("usage", usage(answer.usage()));
        return JsonText.of(whole.toString());
    }

    List<ChatChunk> chunks(Answer answer) {
        List<ChatChunk> chunks = new ArrayList<>();
        chunks.add(delta(NODES.objectNode().put("role", "assistant").put("content", "")));
        words(answer.reasoning())
                .forEach(word -> chunks.add(delta(NODES.objectNode().put("reasoning_content", word))));
        words(answer.text()).forEach(word -> chunks.add(delta(NODES.objectNode().put("content", word))));
        for (int i = 0; i < answer.calls().size(); i++) {
            addCall(chunks, i, answer.calls().get(i));
        }
        chunks.add(chunk(NODES.objectNode(), answer.finishReason()));
        ObjectNode last = frame("chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", usage(answer.usage()));
        chunks.add(new ChatChunk(JsonText.of(last.toString()), true));
        return chunks;
    }

    private void addCall(List<ChatChunk> chunks, int index, Call call) {
        chunks.add(callDelta(call(call, "").put("index", index)));
        String arguments = call.arguments();
        for (int start = 0; start < arguments.length();) {
            int end = Math.min(arguments.length(), start + ARGUMENT_PIECE);
            if (end < arguments.length() && Character.isLowSurrogate(arguments.charAt(end))) {
                end++;
            }
            ObjectNode piece = NODES.objectNode().put("index", index);
            piece.putObject("function").put("arguments", arguments.substring(start, end));
            chunks.add(callDelta(piece));
            start = end;
        }
    }

    private static ObjectNode call(Call call, String arguments) {
        ObjectNode json = NODES.objectNode().put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
        return json;
    }

    private ChatChunk callDelta(ObjectNode call) {
        ObjectNode delta = NODES.objectNode();
        delta.putArray("tool_calls").add(call);
        return delta(delta);
    }

    private ChatChunk delta(ObjectNode delta) {
        ObjectNode choice = NODES.objectNode().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return chunk(choice);
    }

    private ChatChunk chunk(ObjectNode delta, String finishReason) {
        ObjectNode choice = NODES.objectNode().put("index", 0);
        choice.set("delta", delta);
        return chunk(choice.put("finish_reason", finishReason));
    }

    private ChatChunk chunk(ObjectNode choice) {
        ObjectNode chunk = frame("chat.completion.chunk");
        chunk.putArray("choices").add(choice);
        return new ChatChunk(JsonText.of(chunk.toString()), false);
    }

    private ObjectNode frame(String object) {
        return NODES.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("system_fingerprint", "penstock-demo");
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = NODES.objectNode()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }

    /// A text in pieces of a word and the space before it; Chinese, which has no spaces, comes in one piece.
    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\S)(?=\\s)", -1));
    }
}
