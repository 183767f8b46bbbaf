package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.usage.Money;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;

/// Reads the `usage` object of completions and chunks.
public final class UsageJson {
    /// Sums of it stay within bounds, whatever an upstream writes.
    private static final long MOST_TOKENS = 1L << 50;

    private UsageJson() {}

    /// Takes what is there: either details object may be null or absent, and OpenRouter adds `cost`.
    ///
    /// @param usage the value of `usage`
    /// @return empty if it is no object or has neither of the two counters
    public static Optional<Usage> read(JsonNode usage) {
        if (!usage.isObject() || !(usage.has("prompt_tokens") || usage.has("completion_tokens"))) {
            return Optional.empty();
        }
        long prompt = count(usage.path("prompt_tokens"));
        long completion = count(usage.path("completion_tokens"));
        long total = usage.path("total_tokens").isNumber()
                ? count(usage.path("total_tokens"))
                : prompt + completion;
        return Optional.of(new Usage(prompt, count(usage.path("prompt_tokens_details").path("cached_tokens")),
                completion,
                count(usage.path("completion_tokens_details").path("reasoning_tokens")), total,
                cost(usage.path("cost"))));
    }

    /// A count of tokens; what is no number is none.
    public static long count(JsonNode number) {
        return Math.clamp(number.asLong(0), 0, MOST_TOKENS);
    }

    private static Optional<Money> cost(JsonNode amount) {
        try {
            return amount.isNumber() && Double.isFinite(amount.asDouble())
                    ? Optional.of(Money.of(amount.decimalValue()))
                    : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty(); // beyond any price
        }
    }
}
