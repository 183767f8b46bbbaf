package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of an answer in another API, each a JSON object → the chunks of a completion. A whole answer is read as the only
/// event of a stream.
public final class TranslatedAnswer implements AnswerReader {
    private final EventTranslation translation;
    private final ToldAnswer told;
    private @Nullable FailureDetail nonsense;

    /// @param told a new one
    public TranslatedAnswer(EventTranslation translation, ToldAnswer told) {
        this.translation = translation;
        this.told = told;
    }

    @Override
    public void accept(ServerEvent event) {
        if (done() || failure().isPresent() || event.isDone() || event.isBlank()) {
            return;
        }
        try {
            Optional<JsonNode> json = CarriedJson.parsed(event.data().toBytes()).filter(JsonNode::isObject);
            if (json.isPresent()) {
                translation.read(event.name(), json.get(), told);
            } else if (!KeepAlive.isName(event.name())) {
                throw new OddEventException("sent something that is no JSON object");
            }
        } catch (OddEventException e) {
            nonsense = FailureDetail.of("the upstream " + e.getMessage());
        }
    }

    @Override
    public List<ChatChunk> take() {
        return told.take();
    }

    @Override
    public boolean done() {
        return told.end().isPresent();
    }

    @Override
    public Optional<Usage> usage() {
        return told.usage();
    }

    @Override
    public Optional<FailureDetail> failure() {
        return told.failure().or(() -> Optional.ofNullable(nonsense));
    }

    @Override
    public boolean garbled() {
        return nonsense != null;
    }

    @Override
    public Optional<ChatEnd> end() {
        return failure().isPresent() ? Optional.empty() : told.end();
    }
}
