package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.CarriedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A message of random blocks, streamed in random pieces that arrive in others.
final class RandomMessage {
    private static final String[] TEXTS = {"Hello", "Guten Tag, 世界 😀", "a \"quoted\" line\nand } another {",
            "{\"not\": \"a call\"}", "x".repeat(300)};
    private static final String[] INPUTS = {"", "{}", "{\"city\": \"Lima\"}",
            "{\"deep\":{\"a\":[1,2,{\"b\":\"}\"}]}}", "{\"odd\":1E400,\"text\":\"\\\\\\\" {\"}"};

    final StringBuilder text = new StringBuilder();
    final StringBuilder thought = new StringBuilder();
    /// The blocks of thoughts as they have to go back.
    final List<ObjectNode> thoughts = new ArrayList<>();
    final List<String> inputs = new ArrayList<>();
    final Usage usage;
    private final StringBuilder wire = new StringBuilder();
    private final Random random;

    RandomMessage(long seed) {
        random = new Random(seed);
        long cached = random.nextInt(3) * 100L;
        long prompt = cached + 1 + random.nextInt(50);
        long said = 1L + random.nextInt(500);
        usage = new Usage(prompt, cached, 0, said, 0, prompt + said, Optional.empty());
        ObjectNode message = object().put("id", "msg_" + seed).put("model", "claude-x");
        message.putObject("usage")
                .put("input_tokens", prompt - cached)
                .put("cache_read_input_tokens", cached)
                .put("output_tokens", 1);
        event("message_start", object().set("message", message));
        int blocks = random.nextInt(6);
        for (int i = 0; i < blocks; i++) {
            switch (random.nextInt(4)) {
                case 0 -> text(i);
                case 1 -> thinking(i);
                case 2 -> hidden(i);
                default -> tool(i);
            }
            event("content_block_stop", object().put("index", i));
        }
        ObjectNode delta = object();
        delta.putObject("delta").put("stop_reason", inputs.isEmpty() ? "end_turn" : "tool_use");
        delta.putObject("usage").put("output_tokens", said);
        event("message_delta", delta);
        event("message_stop", object());
    }

    /// The bytes as they may arrive: any number at a time.
    List<byte[]> pieces() {
        byte[] bytes = wire.toString().getBytes(StandardCharsets.UTF_8);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length;) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 8 : 2000));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }

    private void text(int index) {
        begin(index, object().put("type", "text").put("text", ""));
        String said = pick(TEXTS);
        text.append(said);
        cut(said).forEach(piece -> piece(index, "text_delta", "text", piece));
    }

    private void thinking(int index) {
        begin(index, object().put("type", "thinking").put("thinking", "").put("signature", ""));
        String said = random.nextBoolean() ? pick(TEXTS) : "";
        thought.append(said);
        cut(said).forEach(piece -> piece(index, "thinking_delta", "thinking", piece));
        piece(index, "signature_delta", "signature", "sig" + index);
        thoughts.add(object().put("type", "thinking").put("thinking", said).put("signature", "sig" + index));
    }

    private void hidden(int index) {
        begin(index, object().put("type", "redacted_thinking").put("data", "data" + index));
        thoughts.add(object().put("type", "redacted_thinking").put("data", "data" + index));
    }

    private void tool(int index) {
        ObjectNode block = object().put("type", "tool_use")
                .put("id", "toolu_" + index)
                .put("name", "f" + index);
        block.putObject("input");
        begin(index, block);
        String input = pick(INPUTS);
        inputs.add(input.isEmpty() ? "{}" : input);
        cut(input).forEach(piece -> piece(index, "input_json_delta", "partial_json", piece));
    }

    private void begin(int index, ObjectNode block) {
        event("content_block_start", object().put("index", index).set("content_block", block));
    }

    private void piece(int index, String type, String member, String piece) {
        ObjectNode delta = object().put("index", index);
        delta.putObject("delta").put("type", type).put(member, piece);
        event("content_block_delta", delta);
    }

    private void event(String type, ObjectNode members) {
        if (random.nextInt(5) == 0) {
            wire.append("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        }
        if (random.nextInt(8) != 0) { // some who speak the API leave the names out
            wire.append("event: ").append(type).append('\n');
        }
        ObjectNode event = object().put("type", type).setAll(members);
        wire.append("data: ").append(CarriedJson.text(event)).append("\n\n");
    }

    /// Pieces of a text, between any two of its signs, be it within a surrogate pair.
    private List<String> cut(String whole) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < whole.length();) {
            int to = Math.min(whole.length(), from + random.nextInt(40));
            pieces.add(whole.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
