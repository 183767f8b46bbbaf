package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.UsageJson;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Anthropic's Messages API.
final class MessagesRules implements ApiRules {
    private static final Set<String> OPENING = Set.of("message_start", "ping");
    private static final Set<String> TELLING = Set.of("message_start", "message_delta", "message_stop",
            "error");

    @Override
    public boolean opens(String type) {
        return OPENING.contains(type);
    }

    @Override
    public boolean tells(String type) {
        return TELLING.contains(type);
    }

    @Override
    public Told read(String type, JsonNode event, Told before) {
        return switch (type) {
            case "message_start" -> told(event.path("message"), before, false);
            case "message_delta" -> new Told(usage(event.path("usage"), before.usage()),
                    reason(event.path("delta")).or(before::reason), false, Optional.empty());
            case "message_stop" -> new Told(before.usage(), before.reason(), true, Optional.empty());
            default -> Told.failed(failure(event));
        };
    }

    @Override
    public Told readWhole(JsonNode answer) {
        return answer.path("type").asText("").equals("error")
                ? Told.failed(failure(answer))
                : told(answer, Told.nothing(), true);
    }

    private static Told told(JsonNode message, Told before, boolean last) {
        return new Told(usage(message.path("usage"), before.usage()), reason(message), last,
                Optional.empty());
    }

    private static Optional<FinishReason> reason(JsonNode stopped) {
        String word = stopped.path("stop_reason").asText("");
        return word.isEmpty() || stopped.path("stop_reason").isNull()
                ? Optional.empty()
                : Optional.of(switch (word) {
                    case "end_turn", "stop_sequence" -> FinishReason.STOP;
                    case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
                    case "tool_use" -> FinishReason.TOOL_CALLS;
                    case "refusal" -> FinishReason.CONTENT_FILTER;
                    default -> FinishReason.OTHER;
                });
    }

    /// Input, read from a cache and written to one are three numbers that do not overlap; thinking is a part of the output.
    /// Each is told as a sum so far, and may be missing where it has not changed.
    private static Optional<Usage> usage(JsonNode usage, Optional<Usage> before) {
        if (!usage.has("input_tokens") && !usage.has("output_tokens")) {
            return before;
        }
        long cached = UsageJson.count(usage.path("cache_read_input_tokens"));
        long prompt = UsageJson.count(usage.path("input_tokens")) + cached
                + UsageJson.count(usage.path("cache_creation_input_tokens"));
        long output = UsageJson.count(usage.path("output_tokens"));
        Usage told = before.orElse(Usage.of(0, 0));
        long thinking = UsageJson.count(usage.path("output_tokens_details").path("thinking_tokens"));
        boolean input = prompt > 0;
        return Optional.of(usage(input ? prompt : told.promptTokens(),
                input ? cached : told.cachedTokens(), Math.max(output, told.completionTokens()),
                Math.max(thinking, told.reasoningTokens())));
    }

    private static Usage usage(long prompt, long cached, long output, long thinking) {
        return new Usage(prompt, cached, output, thinking, prompt + output, Optional.empty());
    }

    /// The type says what a status would.
    private static FailureDetail failure(JsonNode event) {
        FailureDetail detail = ErrorJson.read(event)
                .orElseGet(() -> FailureDetail.of("the upstream broke its answer off"));
        OptionalInt status = switch (detail.type().orElse("")) {
            case "invalid_request_error" -> OptionalInt.of(400);
            case "authentication_error" -> OptionalInt.of(401);
            case "billing_error" -> OptionalInt.of(402);
            case "permission_error" -> OptionalInt.of(403);
            case "not_found_error" -> OptionalInt.of(404);
            case "request_too_large" -> OptionalInt.of(413);
            case "rate_limit_error" -> OptionalInt.of(429);
            case "api_error" -> OptionalInt.of(500);
            case "timeout_error" -> OptionalInt.of(504);
            case "overloaded_error" -> OptionalInt.of(529);
            default -> OptionalInt.empty();
        };
        return detail.status().isEmpty() && status.isPresent()
                ? detail.withStatus(status.getAsInt())
                : detail;
    }
}
