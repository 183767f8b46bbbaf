package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;

/// The events of an upstream that speaks this API itself, as they are.
final class RelayedMessage implements StreamConverter {
    private final String requestId;

    RelayedMessage(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer out) {
        for (ChatChunk chunk : chunks) {
            out.event(chunk.event().orElseThrow(), chunk.json());
        }
    }

    /// The upstream has written `message_stop` itself.
    @Override
    public void end(ChatEnd end, EventBuffer out) {}

    @Override
    public void failure(ErrorAnswer error, EventBuffer out) {
        out.event("error", MessagesErrors.INSTANCE.event(error, requestId));
    }

    @Override
    public void heartbeat(EventBuffer out) {
        out.event("ping", CarriedJson.write(NODES.objectNode().put("type", "ping")));
    }
}
