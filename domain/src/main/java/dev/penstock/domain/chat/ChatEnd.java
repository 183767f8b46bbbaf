package dev.penstock.domain.chat;

import dev.penstock.domain.usage.Usage;
import java.util.Objects;
import java.util.Optional;

/// How an answer ended.
///
/// @param usage empty if the upstream told none: unknown is not zero
/// @param unknownWord the upstream's finish reason if it is not one that is known, see [FinishWord#unknown()]
public record ChatEnd(FinishReason reason, Optional<Usage> usage, Optional<String> unknownWord) {
    public ChatEnd {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(unknownWord, "unknownWord");
    }

    /// An end for a known reason.
    public ChatEnd(FinishReason reason, Optional<Usage> usage) {
        this(reason, usage, Optional.empty());
    }

    /// An end with the upstream's own word.
    public static ChatEnd of(FinishWord word, Optional<Usage> usage) {
        return new ChatEnd(word.reason(), usage, word.unknown());
    }

    /// The same end with another usage.
    public ChatEnd withUsage(Optional<Usage> counted) {
        return new ChatEnd(reason, counted, unknownWord);
    }
}
