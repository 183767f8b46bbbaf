package com.example.heron;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ToldAnswer;
import dev.penstock.openai.wire.UsageJson;
import java.time.Duration;
import java.util.Optional;

/// What Heron's lines say. A whole answer is one object, which says everything at once.
final class HeronAnswer {
    private HeronAnswer() {}

    static void read(JsonNode line, ToldAnswer answer) {
        problem(line).ifPresent(answer::fail); // after which nothing counts
        answer.say(text(line, line.has("piece") ? "piece" : "says"));
        if (line.has("call")) {
            call(line.path("call"), answer);
        }
        line.path("calls").forEach(call -> call(call, answer));
        if (line.path("over").asBoolean()) {
            answer.end(finish(text(line, "why")), counted(line.path("counted")));
        }
    }

    /// The error that a line tells, or the body of a failure; empty if it tells none.
    static Optional<FailureDetail> problem(JsonNode json) {
        if (!json.path("problem").isTextual()) {
            return Optional.empty();
        }
        FailureDetail detail = FailureDetail.of(text(json, "problem")).withCode(text(json, "slug"));
        long wait = json.path("retry-in-ms").asLong(0);
        return Optional.of(wait > 0 ? detail.withRetryAfter(Duration.ofMillis(wait)) : detail);
    }

    private static void call(JsonNode call, ToldAnswer answer) {
        answer.call("", text(call, "name"), call.path("with"));
    }

    /// Words that the gateway does not know, such as Heron's own for a length; it knows most others, among them interruptions.
    private static FinishWord finish(String why) {
        return switch (why) {
            case "too_long" -> FinishWord.of(FinishReason.LENGTH);
            case "calls" -> FinishWord.of(FinishReason.TOOL_CALLS);
            default -> FinishWord.of(why);
        };
    }

    private static Optional<Usage> counted(JsonNode counted) {
        return counted.isObject()
                ? Optional.of(Usage.of(UsageJson.count(counted.path("in")), UsageJson.count(counted.path("out"))))
                : Optional.empty();
    }
}
