package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of an upstream that speaks this API itself, as they are. Should they break off, the response that the
/// first of them told fails.
final class RelayedResponse implements StreamConverter {
    private final String core;
    private final long createdAt;
    private @Nullable JsonText first;
    private @Nullable JsonText last;

    /// @param core of the id, if the upstream has told none
    /// @param createdAt seconds since 1970, if the upstream has told none
    RelayedResponse(String core, long createdAt) {
        this.core = core;
        this.createdAt = createdAt;
    }

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer out) {
        for (ChatChunk chunk : chunks) {
            first = first == null ? chunk.json() : first;
            last = chunk.json();
            out.event(chunk.event().orElseThrow(), chunk.json());
        }
    }

    /// The upstream has written how it ended itself.
    @Override
    public void end(ChatEnd end, EventBuffer out) {}

    @Override
    public void failure(ErrorAnswer error, EventBuffer out) {
        Optional<RelayedError> told = error.relayed().filter(relayed -> relayed.event().isPresent());
        if (told.isPresent()) {
            out.event(told.get().event().orElseThrow(), told.get().json());
            return;
        }
        ObjectNode response = CarriedJson.object()
                .put("id", "resp_" + core)
                .put("object", "response")
                .put("created_at", createdAt);
        response.putArray("output");
        if (read(first).path("response") instanceof ObjectNode begun) {
            response.setAll(begun);
        }
        response.put("status", "failed").set("error", FailureCode.error(error));
        ObjectNode event = CarriedJson.object()
                .put("type", "response.failed")
                .put("sequence_number", read(last).path("sequence_number").asLong(-1) + 1);
        out.event("response.failed", CarriedJson.write(event.set("response", response)));
    }

    @Override
    public void heartbeat(EventBuffer out) {
        out.comment("keep-alive");
    }

    private static JsonNode read(@Nullable JsonText event) {
        return Optional.ofNullable(event)
                .flatMap(json -> CarriedJson.parsed(json.toBytes()))
                .orElseGet(CarriedJson.NODES::missingNode);
    }
}
