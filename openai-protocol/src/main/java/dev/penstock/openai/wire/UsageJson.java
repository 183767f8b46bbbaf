package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Money;
import dev.penstock.domain.usage.Usage;
import java.math.BigDecimal;
import java.util.List;
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
        JsonNode details = usage.path("prompt_tokens_details");
        return Optional
                .of(new Usage(prompt, count(details.path("cached_tokens")), cacheWrites(usage, details),
                        completion,
                        count(usage.path("completion_tokens_details").path("reasoning_tokens")), total,
                        cost(usage.path("cost"))));
    }

    /// The object with those counters raised that are higher than it reports.
    ///
    /// @param reported what the object says
    /// @param known what is known of the answer, no counter lower than reported
    static ObjectNode raised(JsonNode usage, Usage reported, Usage known) {
        ObjectNode raised = usage.deepCopy();
        raised.put("prompt_tokens", known.promptTokens())
                .put("completion_tokens", known.completionTokens())
                .put("total_tokens", known.totalTokens());
        if (known.cachedTokens() > reported.cachedTokens()) {
            part(raised, "prompt_tokens_details").put("cached_tokens", known.cachedTokens());
        }
        if (known.cacheWriteTokens() > reported.cacheWriteTokens()) {
            part(raised, "prompt_tokens_details")
                    .put("cache_creation_input_tokens", known.cacheWriteTokens())
                    .put("cache_write_tokens", known.cacheWriteTokens());
        }
        if (known.reasoningTokens() > reported.reasoningTokens()) {
            part(raised, "completion_tokens_details").put("reasoning_tokens", known.reasoningTokens());
        }
        if (!known.cost().equals(reported.cost())) {
            known.cost().ifPresent(cost -> raised.put("cost", new BigDecimal(cost.toString())));
        }
        return raised;
    }

    private static ObjectNode part(ObjectNode usage, String name) {
        return usage.path(name) instanceof ObjectNode known ? known : usage.putObject(name);
    }

    /// Tokens written to a prompt cache. DashScope and LiteLLM write `cache_creation_input_tokens`, OpenRouter and OpenAI `cache_write_tokens`.
    ///
    /// @param usage the object that may have the counter itself
    /// @param details the one that should
    public static long cacheWrites(JsonNode usage, JsonNode details) {
        long written = 0;
        for (JsonNode place : List.of(details, usage)) {
            written = Math.max(written, Math.max(count(place.path("cache_creation_input_tokens")),
                    count(place.path("cache_write_tokens"))));
        }
        return written;
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
