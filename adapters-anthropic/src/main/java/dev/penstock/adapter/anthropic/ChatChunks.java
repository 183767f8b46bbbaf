package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.ChatFrame;
import dev.penstock.openai.wire.ChoiceChunks;
import dev.penstock.openai.wire.OddEventException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Events of a message, one after the other → chunks. Not safe for concurrent use.
final class ChatChunks {
    private static final Set<String> EVENTS = Set.of("message_start", "content_block_start",
            "content_block_delta", "content_block_stop");

    private final long created;
    private final Map<Integer, OpenBlock> open = new TreeMap<>();
    private final ChoiceChunks chunks;
    private final AnswerCalls toolCalls;
    private int calls;
    private int thoughts;

    /// @param created in seconds
    /// @param toolCalls for this answer
    ChatChunks(long created, AnswerCalls toolCalls) {
        this.created = created;
        this.toolCalls = toolCalls;
        this.chunks = new ChoiceChunks(new ChatFrame("", "", created));
    }

    /// What has become ready since the last time.
    List<ChatChunk> take() {
        return chunks.take();
    }

    /// How many characters of thoughts are kept until these end.
    long held() {
        long held = 0;
        for (OpenBlock block : open.values()) {
            held += block instanceof OpenBlock.Thought thought ? thought.length() : 0;
        }
        return held;
    }

    /// Whether events of that type say something to a chat.
    static boolean knows(String type) {
        return EVENTS.contains(type);
    }

    /// Takes the next event; those that are not known here say nothing to a chat.
    ///
    /// @throws OddEventException if it does not go together with those before
    void add(String type, JsonNode event) {
        switch (type) {
            case "message_start" -> chunks.frame(MessageFrame.of(event.path("message"), created));
            case "content_block_start" -> start(event.path("index").asInt(), event.path("content_block"));
            case "content_block_delta" -> piece(event.path("index").asInt(), event.path("delta"));
            case "content_block_stop" -> stop(event.path("index").asInt());
            default -> {
                // see above
            }
        }
    }

    /// Finishes the choice, and tells what it cost.
    void end(ChatEnd end) {
        List.copyOf(open.keySet()).forEach(this::stop);
        chunks.finish(end);
        end.usage().ifPresent(usage -> chunks.usage(MessageFrame.usage(usage)));
    }

    private void start(int index, JsonNode block) {
        switch (text(block, "type")) {
            case "text" -> chunks.say("content", text(block, "text"));
            case "thinking" -> {
                OpenBlock.Thought thought = new OpenBlock.Thought(thoughts++);
                open.put(index, thought);
                think(thought, text(block, "thinking"));
                thought.sign(text(block, "signature"));
            }
            case "redacted_thinking" -> detail(Thoughts.hidden(thoughts++, text(block, "data")));
            case "tool_use" -> {
                open.put(index, new OpenBlock.Call(calls, block.path("input")));
                ObjectNode call = object().put("index", calls++);
                chunks.call(call.setAll(toolCalls.call(block, "")));
            }
            default -> {
                // what Anthropic's servers do
            }
        }
    }

    private void piece(int index, JsonNode delta) {
        OpenBlock block = open.get(index);
        switch (text(delta, "type")) {
            case "text_delta" -> chunks.say("content", text(delta, "text"));
            case "thinking_delta" -> {
                if (block instanceof OpenBlock.Thought thought) {
                    think(thought, text(delta, "thinking"));
                } else {
                    throw new OddEventException("sent a thought outside of one");
                }
            }
            case "signature_delta" -> {
                if (block instanceof OpenBlock.Thought thought) {
                    thought.sign(text(delta, "signature"));
                }
            }
            case "input_json_delta" -> {
                if (block instanceof OpenBlock.Call call) {
                    argue(call, text(delta, "partial_json"));
                }
            }
            default -> {
                // such as citations
            }
        }
    }

    /// Thoughts are kept whole, for the signature stands for all of one; a call without arguments has an empty object.
    private void stop(int index) {
        switch (open.remove(index)) {
            case OpenBlock.Thought thought -> detail(thought.detail());
            case OpenBlock.Call call when !call.begun() -> argue(call, AnswerCalls.arguments(call.input()));
            case OpenBlock.Call _ -> {
                // all was told
            }
            case null -> {
                // it had nothing to remember
            }
        }
    }

    private void think(OpenBlock.Thought thought, String piece) {
        thought.think(piece);
        chunks.say(Thoughts.CONTENT, piece);
    }

    private void argue(OpenBlock.Call call, String piece) {
        if (!piece.isEmpty()) {
            call.begin();
            ObjectNode told = object().put("index", call.index());
            told.putObject("function").put("arguments", piece);
            chunks.call(told);
        }
    }

    private void detail(ObjectNode detail) {
        ObjectNode delta = object();
        delta.putArray(Thoughts.DETAILS).add(detail);
        chunks.delta(delta);
    }
}
