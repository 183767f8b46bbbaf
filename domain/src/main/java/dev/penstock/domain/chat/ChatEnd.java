package dev.penstock.domain.chat;

import dev.penstock.domain.usage.Usage;
import java.util.Objects;
import java.util.Optional;

/// How an answer ended.
///
/// @param usage empty if the upstream told none: unknown is not zero
public record ChatEnd(FinishReason reason, Optional<Usage> usage) {
    public ChatEnd {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(usage, "usage");
    }
}
