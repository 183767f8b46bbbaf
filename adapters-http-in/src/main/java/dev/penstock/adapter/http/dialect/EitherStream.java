package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream of which the first chunk tells whether it is relayed or translated. Until then nothing goes out but
/// comments, for the beginning of an answer is the upstream's to write, or the translation's.
final class EitherStream implements StreamConverter {
    private final StreamConverter relayed;
    private final Supplier<StreamConverter> translated;
    private final BooleanSupplier isTranslated;
    private @Nullable StreamConverter chosen;

    /// @param translated asked for at most once
    /// @param isTranslated whether the request has been translated
    EitherStream(StreamConverter relayed, Supplier<StreamConverter> translated,
            BooleanSupplier isTranslated) {
        this.isTranslated = isTranslated;
        this.relayed = relayed;
        this.translated = translated;
    }

    @Override
    public void chunks(List<ChatChunk> chunks, EventBuffer out) {
        if (!chunks.isEmpty()) {
            chosen(chunks.getFirst().event().isPresent()).chunks(chunks, out);
        }
    }

    @Override
    public long held() {
        return chosen == null ? 0 : chosen.held();
    }

    @Override
    public void end(ChatEnd end, EventBuffer out) {
        chosen(false).end(end, out);
    }

    @Override
    public void failure(ErrorAnswer error, EventBuffer out) {
        chosen(!isTranslated.getAsBoolean()).failure(error, out); // nothing has to be translated only to say so
    }

    @Override
    public void heartbeat(EventBuffer out) {
        if (chosen == null) {
            out.comment("keep-alive");
        } else {
            chosen.heartbeat(out);
        }
    }

    private StreamConverter chosen(boolean relay) {
        StreamConverter one = chosen;
        if (one == null) {
            one = relay ? relayed : translated.get();
            chosen = one;
        }
        return one;
    }
}
