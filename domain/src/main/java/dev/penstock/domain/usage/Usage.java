package dev.penstock.domain.usage;

import java.util.Objects;
import java.util.Optional;

/// Tokens as the upstream counted them.
///
/// `cachedTokens` and `cacheWriteTokens` are parts of `promptTokens` that do not overlap, and `reasoningTokens` is a part of
/// `completionTokens`, never in addition to them: adding all of them would bill twice. `totalTokens` is what the upstream
/// wrote, or else prompt and completion.
///
/// @param cachedTokens prompt tokens that were read from a prompt cache
/// @param cacheWriteTokens prompt tokens that were written to a prompt cache
/// @param cost what the upstream says it charges; empty with upstreams that do not say
public record Usage(long promptTokens, long cachedTokens, long cacheWriteTokens, long completionTokens,
        long reasoningTokens, long totalTokens, Optional<Money> cost) {

    public Usage {
        Objects.requireNonNull(cost, "cost");
        if (promptTokens < 0 || cachedTokens < 0 || cacheWriteTokens < 0 || completionTokens < 0
                || reasoningTokens < 0 || totalTokens < 0) {
            throw new IllegalArgumentException("token counts are never negative");
        }
    }

    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, 0, 0, completionTokens, 0, promptTokens + completionTokens,
                Optional.empty());
    }

    /// The usage of an answer after a later report about it.
    ///
    /// Reports are sums so far, and upstreams leave counters out or at zero that they have reported before. Therefore the
    /// larger value of each counter counts. The total is never below the prompt and the completion of two reports that
    /// complete each other.
    public Usage updatedBy(Usage later) {
        long prompt = Math.max(promptTokens, later.promptTokens);
        long completion = Math.max(completionTokens, later.completionTokens);
        boolean whole = prompt == later.promptTokens && completion == later.completionTokens;
        long total = Math.max(totalTokens, later.totalTokens);
        return new Usage(prompt, Math.max(cachedTokens, later.cachedTokens),
                Math.max(cacheWriteTokens, later.cacheWriteTokens), completion,
                Math.max(reasoningTokens, later.reasoningTokens),
                whole ? total : Math.max(total, prompt + completion), higher(cost, later.cost));
    }

    private static Optional<Money> higher(Optional<Money> first, Optional<Money> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return second.or(() -> first);
        }
        return first.get().nanos() > second.get().nanos() ? first : second;
    }
}
