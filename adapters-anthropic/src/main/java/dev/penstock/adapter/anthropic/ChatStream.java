package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.relay.RelayedStream;
import dev.penstock.openai.wire.AnswerReader;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.OddEventException;
import dev.penstock.openai.wire.ServerEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A streamed message → the chunks of a chat completion.
///
/// Whether the answer is whole, what it costs and what broke it off is known as of one that is relayed. The choice's finish
/// and the usage come with the message's very end, so that a client that got them got everything.
final class ChatStream implements AnswerReader {
    private final RelayedStream message = new RelayedStream(ClientApi.MESSAGES);
    private final ChatChunks chunks;
    private @Nullable FailureDetail nonsense;

    /// @param created in seconds
    /// @param calls for this answer
    ChatStream(long created, AnswerCalls calls) {
        this.chunks = new ChatChunks(created, calls);
    }

    @Override
    public void accept(ServerEvent event) {
        message.accept(event);
    }

    @Override
    public List<ChatChunk> take() {
        for (ChatChunk event : message.take()) {
            if (nonsense == null) {
                translate(event);
            }
        }
        return chunks.take();
    }

    private void translate(ChatChunk event) {
        String type = event.event().orElse("");
        try {
            if (type.equals("message_stop")) {
                message.end().ifPresent(chunks::end);
            } else if (ChatChunks.knows(type)) {
                chunks.add(type, CarriedJson.parsed(event.json().toBytes())
                        .orElseThrow(() -> new OddEventException("sent an event that is no JSON")));
            }
        } catch (OddEventException e) {
            nonsense = FailureDetail.of("the upstream " + e.getMessage());
        }
    }

    @Override
    public long held() {
        return chunks.held();
    }

    @Override
    public boolean done() {
        return message.done();
    }

    @Override
    public Optional<Usage> usage() {
        return message.usage();
    }

    @Override
    public Optional<FailureDetail> failure() {
        return message.failure().or(() -> Optional.ofNullable(nonsense));
    }

    @Override
    public boolean garbled() {
        return message.garbled() || nonsense != null;
    }

    @Override
    public Optional<ChatEnd> end() {
        return nonsense == null ? message.end() : Optional.empty();
    }
}
