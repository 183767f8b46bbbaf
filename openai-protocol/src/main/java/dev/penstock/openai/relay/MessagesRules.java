package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.UsageJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Anthropic's Messages API.
final class MessagesRules implements ApiRules {
    private static final Set<String> OPENING = Set.of("message_start", "ping");
    private static final Set<String> TELLING = Set.of("message_start", "message_delta", "message_stop",
            "error");
    /// The parts of the prompt, which do not overlap.
    private static final List<String> PROMPT = List.of("input_tokens", "cache_read_input_tokens",
            "cache_creation_input_tokens");

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
            case "message_start" -> told(event.path("message"),
                    counted(event.path("message").path("usage"), before.counted()), before, false);
            case "message_delta" ->
                told(event.path("delta"), counted(event.path("usage"), before.counted()), before, false);
            case "message_stop" -> new Told(before.counted(), before.finish(), true, Optional.empty());
            default -> Told.failed(failure(event), before.counted());
        };
    }

    @Override
    public Told readWhole(JsonNode answer) {
        return answer.path("type").asText("").equals("error")
                ? Told.failed(failure(answer), Told.nothing().counted())
                : told(answer, counted(answer.path("usage"), Told.nothing().counted()), Told.nothing(), true);
    }

    /// @param stopped has a `stop_reason`, perhaps
    private static Told told(JsonNode stopped, ObjectNode counted, Told before, boolean last) {
        FinishWord word = FinishWord.of(stopped.path("stop_reason").asText(""));
        if (word.isInterruption()) {
            return Told.failed(ErrorJson.interruption(word), counted);
        }
        return new Told(counted, word.isEnd() ? Optional.of(word) : before.finish(), last, Optional.empty());
    }

    /// Counters are sums so far. A counter that is missing or zero in a later event keeps its value.
    ///
    /// A smaller value counts only where it is a better split of the same prompt: servers that report the whole prompt as
    /// input in `message_start` divide it into input and cache reads in `message_delta`.
    private static ObjectNode counted(JsonNode usage, ObjectNode before) {
        ObjectNode counted = before.deepCopy();
        take(usage, counted);
        if (prompt(counted) < prompt(before)) {
            PROMPT.forEach(name -> counted.put(name,
                    Math.max(UsageJson.count(counted.path(name)), UsageJson.count(before.path(name)))));
        }
        return counted;
    }

    private static void take(JsonNode usage, ObjectNode counted) {
        usage.properties().forEach(counter -> {
            String name = counter.getKey();
            JsonNode known = counted.path(name);
            if (counter.getValue().isObject()) {
                take(counter.getValue(), known instanceof ObjectNode parts ? parts : counted.putObject(name));
            } else if (counter.getValue().isNumber()) {
                long value = UsageJson.count(counter.getValue());
                boolean counts = PROMPT.contains(name) ? value > 0 : value > UsageJson.count(known);
                if (counts || known.isMissingNode()) {
                    counted.put(name, value);
                }
            }
        });
    }

    private static long prompt(ObjectNode counted) {
        return PROMPT.stream().mapToLong(name -> UsageJson.count(counted.path(name))).sum();
    }

    /// Input, read from a cache and written to one are three numbers that do not overlap; thinking is a part of the output.
    @Override
    public Optional<Usage> usage(ObjectNode counted) {
        if (!counted.has("input_tokens") && !counted.has("output_tokens")) {
            return Optional.empty();
        }
        long prompt = prompt(counted);
        long output = UsageJson.count(counted.path("output_tokens"));
        long thinking = UsageJson.count(counted.path("output_tokens_details").path("thinking_tokens"));
        return Optional.of(new Usage(prompt, UsageJson.count(counted.path("cache_read_input_tokens")),
                UsageJson.count(counted.path("cache_creation_input_tokens")), output, thinking,
                prompt + output,
                Optional.empty()));
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
