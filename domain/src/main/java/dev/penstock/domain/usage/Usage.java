package dev.penstock.domain.usage;

import java.util.Objects;
import java.util.Optional;

/// Tokens as the upstream counted them.
///
/// `cachedTokens` is a part of `promptTokens` and `reasoningTokens` a part of `completionTokens`, never in addition to
/// them: adding all four would bill twice. `totalTokens` is what the upstream wrote, or else prompt and completion.
///
/// @param cost what the upstream says it charges; empty with upstreams that do not say
public record Usage(long promptTokens, long cachedTokens, long completionTokens, long reasoningTokens,
        long totalTokens, Optional<Money> cost) {

    public Usage {
        Objects.requireNonNull(cost, "cost");
        if (promptTokens < 0 || cachedTokens < 0 || completionTokens < 0 || reasoningTokens < 0
                || totalTokens < 0) {
            throw new IllegalArgumentException("token counts are never negative");
        }
    }

    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, 0, completionTokens, 0, promptTokens + completionTokens,
                Optional.empty());
    }
}
