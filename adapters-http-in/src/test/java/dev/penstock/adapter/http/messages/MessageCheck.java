package dev.penstock.adapter.http.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.openai.wire.CarriedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a message's events as a strict client does, which insists on what the API promises, and puts the message together.
final class MessageCheck {
    private static final Map<String, String> DELTA_OF = Map.of("text", "text_delta", "tool_use",
            "input_json_delta");

    private final List<Block> blocks = new ArrayList<>();
    private boolean open;
    private String stopReason = "";

    record Event(String name, JsonNode data) {
        Optional<String> brief() {
            String at = data.path("index").asText("") + " ";
            return switch (name) {
                case "content_block_start" -> {
                    JsonNode block = data.path("content_block");
                    yield Optional
                            .of(at + (block.path("type").asText() + " " + block.path("id").asText("") + " "
                                    + block.path("name").asText("")).strip());
                }
                case "content_block_delta" -> {
                    JsonNode delta = data.path("delta");
                    yield delta.path("type").asText().equals("signature_delta")
                            ? Optional.of(at + "signed")
                            : Optional.of(at + "+" + delta.path("text").asText("")
                                    + delta.path("thinking").asText("")
                                    + delta.path("partial_json").asText(""));
                }
                case "content_block_stop" -> Optional.of(at + "stop");
                case "message_delta" ->
                    Optional.of("ends " + data.path("delta").path("stop_reason").asText());
                default -> Optional.empty();
            };
        }
    }

    /// @param type `thinking`, `text` or `tool_use`
    /// @param content all its deltas joined
    record Block(String type, String id, String name, StringBuilder content, StringBuilder signature) {
        String text() {
            return content.toString();
        }
    }

    record Answer(List<Block> blocks, String stopReason) {
        String joined(String type) {
            StringBuilder all = new StringBuilder();
            blocks.stream()
                    .filter(block -> block.type.equals(type))
                    .forEach(block -> all.append(block.content));
            return all.toString();
        }

        List<Block> calls() {
            return blocks.stream().filter(block -> block.type.equals("tool_use")).toList();
        }
    }

    /// Fails unless the events keep every promise of a whole message.
    static Answer of(String text) {
        List<Event> events = events(text);
        MessageCheck check = new MessageCheck();
        assertThat(events).extracting(Event::name)
                .startsWith("message_start", "ping")
                .endsWith("message_delta",
                        "message_stop");
        assertThat(events).extracting(Event::name)
                .containsOnlyOnce("message_start", "message_delta", "message_stop");
        events.forEach(check::read);
        assertThat(check.open).as("a block is open at the end").isFalse();
        return new Answer(check.blocks, check.stopReason);
    }

    static List<Event> events(String text) {
        assertThat(text).endsWith("\n\n");
        List<Event> events = new ArrayList<>();
        for (String frame : text.split("\n\n", 0)) {
            Map<String, String> fields = new LinkedHashMap<>();
            frame.lines().forEach(line -> fields.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
            assertThat(fields).containsOnlyKeys("event", "data");
            JsonNode data = json(fields.getOrDefault("data", ""));
            assertThat(data.path("type").asText()).isEqualTo(fields.getOrDefault("event", ""));
            events.add(new Event(fields.getOrDefault("event", ""), data));
        }
        return events;
    }

    private void read(Event event) {
        switch (event.name) {
            case "message_start" -> assertThat(event.data.path("message").path("content").isEmpty()).isTrue();
            case "ping", "message_stop" -> assertThat(event.data.size()).isEqualTo(1);
            case "content_block_start" -> {
                assertThat(open).as("two blocks are open").isFalse();
                open = true;
                JsonNode block = event.data.path("content_block");
                blocks.add(new Block(block.path("type").asText(), block.path("id").asText(""),
                        block.path("name").asText(""), new StringBuilder(), new StringBuilder()));
                checkIndex(event);
            }
            case "content_block_delta" -> delta(event);
            case "content_block_stop" -> {
                assertThat(open).isTrue();
                checkIndex(event);
                open = false;
                if (blocks.getLast().type.equals("thinking")) {
                    assertThat(blocks.getLast().signature.toString()).as("the signature").isNotEmpty();
                }
            }
            case "message_delta" -> {
                assertThat(open).isFalse();
                stopReason = event.data.path("delta").path("stop_reason").asText();
                assertThat(event.data.path("usage").path("output_tokens").isNumber()).isTrue();
            }
            default -> throw new AssertionError("nobody knows the event " + event.name);
        }
    }

    private void delta(Event event) {
        assertThat(open).isTrue();
        checkIndex(event);
        Block block = blocks.getLast();
        JsonNode delta = event.data.path("delta");
        String type = delta.path("type").asText();
        assertThat(block.signature.toString()).as("a signature is the last delta").isEmpty();
        if (block.type.equals("thinking")) {
            assertThat(type).isIn("thinking_delta", "signature_delta");
        } else {
            assertThat(type).isEqualTo(DELTA_OF.get(block.type));
        }
        block.signature.append(delta.path("signature").asText(""));
        block.content.append(delta.path("text").asText(""))
                .append(delta.path("thinking").asText(""))
                .append(delta.path("partial_json").asText(""));
    }

    private void checkIndex(Event event) {
        assertThat(event.data.path("index").asInt(-1)).isEqualTo(blocks.size() - 1);
    }

    private static JsonNode json(String text) {
        try {
            return CarriedJson.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
