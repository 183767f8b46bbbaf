package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.UsageJson;
import java.util.Optional;
import java.util.Set;

/// OpenAI's Responses API.
final class ResponsesRules implements ApiRules {
    private static final Set<String> OPENING = Set.of("response.created", "response.in_progress",
            "response.queued", "keepalive");
    private static final Set<String> ENDING = Set.of("response.completed", "response.incomplete",
            "response.failed", "response.cancelled", "response.error", "error");

    @Override
    public boolean opens(String type) {
        return OPENING.contains(type);
    }

    @Override
    public boolean tells(String type) {
        return ENDING.contains(type);
    }

    @Override
    public Told read(String type, JsonNode event, Told before) {
        return event.path("response").isObject()
                ? readWhole(event.path("response"))
                : Told.failed(failure(event), before.counted());
    }

    @Override
    public Told readWhole(JsonNode answer) {
        return switch (answer.path("status").asText("")) {
            case "completed" -> ended(answer,
                    FinishWord.of(callsTools(answer) ? FinishReason.TOOL_CALLS : FinishReason.STOP));
            case "incomplete" -> incomplete(answer);
            case "queued", "in_progress" -> ended(answer, FinishWord.of(FinishReason.OTHER)); // goes on in the background
            case "failed", "cancelled" -> Told.failed(failure(answer), counted(answer));
            default -> Told.nothing();
        };
    }

    private static Told incomplete(JsonNode answer) {
        FinishWord word = FinishWord.of(answer.path("incomplete_details").path("reason").asText(""));
        if (word.isInterruption()) {
            return Told.failed(ErrorJson.interruption(word), counted(answer));
        }
        return ended(answer, word.isEnd() ? word : FinishWord.of(FinishReason.LENGTH));
    }

    private static Told ended(JsonNode answer, FinishWord word) {
        return new Told(counted(answer), Optional.of(word), true, Optional.empty());
    }

    private static ObjectNode counted(JsonNode answer) {
        return answer.path("usage") instanceof ObjectNode usage ? usage : Told.nothing().counted();
    }

    private static boolean callsTools(JsonNode answer) {
        for (JsonNode item : answer.path("output")) {
            if (item.path("type").asText("").endsWith("_call")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<Usage> usage(ObjectNode usage) {
        if (usage.isEmpty()) {
            return Optional.empty();
        }
        long input = UsageJson.count(usage.path("input_tokens"));
        long output = UsageJson.count(usage.path("output_tokens"));
        JsonNode details = usage.path("input_tokens_details");
        return Optional.of(new Usage(input, UsageJson.count(details.path("cached_tokens")),
                UsageJson.cacheWrites(usage, details), output,
                UsageJson.count(usage.path("output_tokens_details").path("reasoning_tokens")), input + output,
                Optional.empty()));
    }

    private static FailureDetail failure(JsonNode told) {
        return ErrorJson.read(told).orElseGet(() -> FailureDetail.of("the upstream broke its answer off"));
    }
}
