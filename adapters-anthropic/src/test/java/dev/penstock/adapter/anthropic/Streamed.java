package dev.penstock.adapter.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.ToolMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A streamed message fed to the converter, and the chunks that came out.
///
/// @param end as the converter tells it when nothing comes any more
record Streamed(ChatStream stream, List<ChatChunk> chunks, Optional<ChatEnd> end) {
    static final long CREATED = 1_795_392_000;

    /// For an answer to a conversation without calls.
    static AnswerCalls noCalls() {
        return new AnswerCalls(ToolMapping.of(List.of(), ToolCallIds.Rule.RESTRICTED), "core");
    }

    static Streamed of(String... events) {
        return of(List.of(String.join("", events).getBytes(StandardCharsets.UTF_8)));
    }

    /// @param pieces of the bytes on the wire, as they arrive
    static Streamed of(List<byte[]> pieces) {
        ChatStream stream = new ChatStream(CREATED, noCalls());
        EventReader reader = new EventReader();
        List<ChatChunk> chunks = new ArrayList<>();
        for (byte[] piece : pieces) {
            reader.feed(piece, 0, piece.length, stream::accept);
            chunks.addAll(stream.take());
        }
        reader.end(stream::accept);
        Optional<ChatEnd> end = stream.end();
        chunks.addAll(stream.take());
        return new Streamed(stream, chunks, end);
    }

    /// An event on the wire.
    ///
    /// @param members as [Chats#quoted(String)] reads them
    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\""
                + (members.isEmpty() ? "" : "," + Chats.quoted(members)) + "}\n\n";
    }

    static String begin(int index, String block) {
        return event("content_block_start", "'index':" + index + ",'content_block':{" + block + "}");
    }

    static String piece(int index, String delta) {
        return event("content_block_delta", "'index':" + index + ",'delta':{" + delta + "}");
    }

    static String stop(int index) {
        return event("content_block_stop", "'index':" + index);
    }

    /// The deltas of all chunks that have a choice.
    List<JsonNode> deltas() {
        return choices().stream().map(choice -> choice.path("delta")).toList();
    }

    List<JsonNode> choices() {
        List<JsonNode> choices = new ArrayList<>();
        json().forEach(chunk -> chunk.path("choices").forEach(choices::add));
        return choices;
    }

    List<JsonNode> json() {
        ArrayNode all = CarriedJson.NODES.arrayNode();
        chunks.forEach(chunk -> all.add(CarriedJson.parsed(chunk.json().toBytes()).orElseThrow()));
        return all.valueStream().toList();
    }
}
