package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.CarriedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A chat answer of random parts, streamed in random pieces, with the oddities that upstreams are known for.
final class RandomAnswer {
    private static final String[] TEXTS = {"", "Hello", "Guten Tag, 世界 😀",
            "a \"quoted\" line\nand } another {",
            "{\"not\": \"a call\"}", "x".repeat(300)};
    private static final String[] INPUTS = {"", "{}", "{\"city\": \"Lima\"}",
            "{\"deep\":{\"a\":[1,2,{\"b\":\"}\"}]}}",
            "{\"big\":123456789012345678901234567890,\"odd\":1E400,\"text\":\"\\\\\\\" {\"}"};

    final String thought;
    final String text;
    final List<String> inputs = new ArrayList<>();
    private final List<ChatChunk> chunks = new ArrayList<>();
    private final Random random;

    RandomAnswer(long seed) {
        random = new Random(seed);
        thought = pick(TEXTS);
        text = pick(TEXTS);
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.add(pick(INPUTS));
        }
        chunks.add(chunk(NODES.objectNode().put("role", "assistant").put("content", "")));
        String field = random.nextBoolean() ? "reasoning_content" : "reasoning";
        pieces(thought)
                .forEach(piece -> chunks.add(chunk(NODES.objectNode().put(field, piece).putNull("content"))));
        pieces(text)
                .forEach(piece -> chunks.add(chunk(NODES.objectNode().put("content", piece).putNull(field))));
        calls();
        chunks.add(chunk(NODES.objectNode().put("content", "")));
        if (random.nextBoolean()) {
            chunks.add(new ChatChunk(JsonText.of(
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}"), true));
        }
    }

    /// The chunks as they may arrive: any number at a time.
    List<List<ChatChunk>> batches() {
        List<List<ChatChunk>> batches = new ArrayList<>();
        for (int from = 0; from < chunks.size();) {
            int to = Math.min(chunks.size(), from + 1 + random.nextInt(5));
            batches.add(chunks.subList(from, to));
            from = to;
        }
        return batches;
    }

    ChatEnd end() {
        boolean said = random.nextBoolean() || inputs.isEmpty();
        return new ChatEnd(said ? FinishReason.STOP : FinishReason.TOOL_CALLS, Optional.empty());
    }

    /// One after the other or interleaved.
    private void calls() {
        List<List<String>> waiting = new ArrayList<>();
        inputs.forEach(input -> waiting.add(new ArrayList<>(pieces(input))));
        boolean interleaved = random.nextBoolean();
        boolean[] begun = new boolean[waiting.size()];
        while (true) {
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < begun.length; i++) {
                if (!begun[i] || !waiting.get(i).isEmpty()) {
                    left.add(i);
                }
            }
            if (left.isEmpty()) {
                return;
            }
            int i = interleaved ? left.get(random.nextInt(left.size())) : left.getFirst();
            boolean empty = waiting.get(i).isEmpty() || (!begun[i] && random.nextBoolean());
            chunks.add(call(i, !begun[i], empty ? "" : waiting.get(i).removeFirst()));
            begun[i] = true;
        }
    }

    private ChatChunk call(int index, boolean first, String arguments) {
        ObjectNode call = NODES.objectNode().put("index", index).put("type", "function");
        ObjectNode function = call.putObject("function");
        @Nullable
        String odd = random.nextBoolean() ? "" : null;
        call.put("id", first ? "call_" + index : odd);
        function.put("name", first ? "tool_" + index : odd).put("arguments", arguments);
        ObjectNode delta = NODES.objectNode().putNull("content");
        ArrayNode calls = delta.putArray("tool_calls");
        calls.add(call);
        return chunk(delta);
    }

    private List<String> pieces(String whole) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < whole.length();) {
            int to = Math.min(whole.length(), from + 1 + random.nextInt(40));
            pieces.add(whole.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static ChatChunk chunk(ObjectNode delta) {
        ObjectNode chunk = NODES.objectNode().put("model", "m");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
        choice.set("delta", delta);
        return new ChatChunk(JsonText.owning(CarriedJson.write(chunk)), false);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
