package dev.penstock.adapter.http.chat;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import java.util.List;

/// A chunk is an event, and behind the last one comes the sentinel.
final class ChatStream implements StreamConverter {
    private static final JsonText DONE = JsonText.of("[DONE]");

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer out) {
        for (ChatChunk chunk : chunks) {
            out.data(chunk.json());
        }
    }

    @Override
    public void end(ChatEnd end, EventBuffer out) {
        out.data(DONE);
    }

    /// No chunk that says why it ended, and no sentinel: either would look like a whole answer.
    @Override
    public void failure(ErrorAnswer error, EventBuffer out) {
        out.data(JsonText.owning(error.inBand().body()));
    }

    @Override
    public void heartbeat(EventBuffer out) {
        out.comment("keep-alive");
    }
}
