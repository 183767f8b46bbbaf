package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EventTranslation;
import dev.penstock.openai.wire.LineReader;
import dev.penstock.openai.wire.ToldAnswer;
import dev.penstock.openai.wire.TranslatedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines fed to the reader of an answer, and the chunks that came out.
///
/// @param end as the reader tells it when nothing comes any more
record Streamed(TranslatedAnswer stream, List<ChatChunk> chunks, Optional<ChatEnd> end) {
    static final long CREATED = 1_795_392_000;

    /// @param lines as [Chats#json(String)] reads them
    static Streamed of(String... lines) {
        return of(bytes(lines), Integer.MAX_VALUE);
    }

    /// @param piece how many bytes arrive at a time
    static Streamed of(byte[] bytes, int piece) {
        return of(OllamaLines::ofChat, ToldAnswer.ofChat("1", "m", CREATED), bytes, piece);
    }

    static Streamed of(EventTranslation lines, ToldAnswer answer, byte[] bytes, int piece) {
        TranslatedAnswer stream = new TranslatedAnswer(lines, answer);
        LineReader reader = new LineReader();
        List<ChatChunk> chunks = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += Math.min(piece, bytes.length)) {
            reader.feed(bytes, i, Math.min(piece, bytes.length - i), stream::accept);
            chunks.addAll(stream.take());
        }
        reader.end(stream::accept);
        chunks.addAll(stream.take());
        return new Streamed(stream, chunks, stream.end());
    }

    static byte[] bytes(String... lines) {
        return Chats.quoted(String.join("\n", lines)).getBytes(StandardCharsets.UTF_8);
    }

    List<JsonNode> json() {
        return chunks.stream()
                .map(chunk -> CarriedJson.parsed(chunk.json().toBytes()).orElseThrow())
                .toList();
    }

    List<JsonNode> choices() {
        return json().stream().map(chunk -> chunk.path("choices").path(0)).toList();
    }
}
