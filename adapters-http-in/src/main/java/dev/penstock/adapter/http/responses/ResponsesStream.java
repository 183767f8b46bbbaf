package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.adapter.http.dialect.KeptCost;
import dev.penstock.adapter.http.dialect.StreamConverter;
import dev.penstock.adapter.http.dialect.Untellable;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.openai.wire.CarriedJson;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Numbers the events of an answer, and ends with exactly one of `response.completed`, `response.incomplete` and
/// `response.failed`. There is no sentinel.
final class ResponsesStream implements StreamConverter {
    private final Answer answer;
    private final Consumer<ObjectNode> keep;
    private int number;
    private long held;
    private @Nullable EventBuffer out;

    /// @param begin makes the answer, given where its events go
    /// @param keep takes the response when it is whole
    ResponsesStream(Function<Events, Answer> begin, Consumer<ObjectNode> keep) {
        this.answer = begin.apply(this::send);
        this.keep = keep;
    }

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer to) {
        out = to;
        for (ChatChunk chunk : chunks) {
            JsonNode json = CarriedJson.parsed(chunk.json().toBytes())
                    .orElseThrow(() -> Untellable.because("the upstream sent a chunk that is not JSON"));
            answer.chunk(json);
            for (JsonNode choice : json.path("choices")) {
                held += KeptCost.of(choice.path("delta"));
            }
        }
    }

    /// All of it, because the last event repeats the answer.
    @Override
    public long held() {
        return held;
    }

    @Override
    public void end(ChatEnd end, EventBuffer to) {
        out = to;
        keep.accept(answer.end(end));
    }

    @Override
    public void failure(ErrorAnswer error, EventBuffer to) {
        out = to;
        answer.fail(error);
    }

    @Override
    public void heartbeat(EventBuffer to) {
        to.comment("keep-alive");
    }

    private void send(String type, ObjectNode data) {
        EventBuffer to = out;
        if (to == null) {
            throw new IllegalStateException("an event has nowhere to go");
        }
        ObjectNode event = CarriedJson.object().put("type", type).put("sequence_number", number++);
        event.setAll(data);
        to.event(type, CarriedJson.write(event));
    }
}
