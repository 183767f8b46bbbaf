package dev.penstock.adapter.http.messages;

import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.EventReader;
import dev.penstock.openai.wire.StreamedAnswer;
import dev.penstock.openai.wire.ToolCallIds;
import dev.penstock.openai.wire.ToolMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Streams to convert, and what comes out.
final class Streams {
    static final MessageHead HEAD = new MessageHead("req_fake0001", Optional.of("qwen3-max"), 0,
            ToolMapping.of(List.of(), ToolCallIds.Rule.AS_WRITTEN_UPSTREAM));

    private Streams() {}

    /// Reads a fixture as the gateway reads an upstream.
    static String converted(String fixture) {
        EventReader events = new EventReader();
        StreamedAnswer answer = new StreamedAnswer(1);
        byte[] bytes = Fixtures.bytes(fixture);
        events.feed(bytes, 0, bytes.length, answer::accept);
        events.end(answer::accept);
        ChatEnd end = answer.end().orElseThrow();
        return converted(List.of(answer.take()), end);
    }

    /// @param batches of chunks that arrived together
    static String converted(List<List<ChatChunk>> batches, ChatEnd end) {
        MessagesStream stream = new MessagesStream(HEAD);
        EventBuffer out = new EventBuffer(1024);
        batches.forEach(batch -> stream.chunks(batch, out));
        stream.end(end, out);
        return text(out);
    }

    static ChatEnd ended(FinishReason reason) {
        return new ChatEnd(reason, Optional.empty());
    }

    static String text(EventBuffer events) {
        return new String(events.array(), 0, events.size(), StandardCharsets.UTF_8);
    }

    /// A chunk with that delta.
    static ChatChunk delta(String delta) {
        return chunk("{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");
    }

    static ChatChunk chunk(String json) {
        return new ChatChunk(JsonText.of(json), json.contains("\"choices\":[]"));
    }

    /// Events in short, one a line: their names without those that begin and end every message, and of their data what
    /// tells them apart.
    static List<String> brief(String events) {
        List<String> lines = new ArrayList<>();
        for (MessageCheck.Event event : MessageCheck.events(events)) {
            event.brief().ifPresent(lines::add);
        }
        return lines;
    }
}
