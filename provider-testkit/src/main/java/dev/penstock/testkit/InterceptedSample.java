package dev.penstock.testkit;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests, answers and lines of the ledger as a gateway shows them to interceptors and usage recorders.
final class InterceptedSample {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final UpstreamModel MODEL = new UpstreamModel(new ProviderId("test"), "plain-model-1");

    private InterceptedSample() {}

    static InterceptedRequest request(Endpoint endpoint) {
        return request(endpoint, Optional.of("m"), switch (endpoint) {
            case CHAT_COMPLETIONS ->
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
            case COMPLETIONS -> "{\"model\":\"m\",\"prompt\":\"Hello\"}";
            case EMBEDDINGS -> "{\"model\":\"m\",\"input\":[\"Hello\",\"there\"]}";
            case RESPONSES -> "{\"model\":\"m\",\"input\":\"Hello\",\"max_output_tokens\":100}";
            case MESSAGES ->
                "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        });
    }

    /// Members in odd places and of odd types where the gateway lets them pass, no model, and letters that are escaped.
    static InterceptedRequest oddRequest(Endpoint endpoint) {
        String odd = " \"unheard_of\" : [ 1E-0007, null, {\"\\u0061\":\"\\ud83d\\ude00 🏮\"} ] , \"max_tokens\":null}\n";
        return request(endpoint, Optional.empty(), " { " + switch (endpoint) {
            case CHAT_COMPLETIONS, MESSAGES -> "\"messages\":[ 1, {\"content\":[{\"type\":\"odd\"}]} ],";
            case COMPLETIONS -> "\"prompt\":[[1,2],[3]],";
            case EMBEDDINGS -> "\"input\":[[1,2],[3]],";
            case RESPONSES -> "\"input\":[{\"type\":\"odd\"}],";
        } + odd);
    }

    private static InterceptedRequest request(Endpoint endpoint, Optional<String> model, String body) {
        return new InterceptedRequest("req_" + NUMBER.incrementAndGet(), endpoint, model, false,
                JsonText.of(body), Map.of("user-agent", "test"));
    }

    static InterceptedAnswer answer() {
        return new InterceptedAnswer(
                "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}",
                false);
    }

    static UsageRecord completed() {
        return line(Outcome.COMPLETED);
    }

    /// One for each outcome, of which little is known and much.
    static List<UsageRecord> lines() {
        List<UsageRecord> lines = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            lines.add(line(outcome));
            lines.add(new UsageRecord("req_" + NUMBER.incrementAndGet(), Instant.EPOCH, Optional.empty(),
                    Optional.empty(), false, List.of(), outcome, Optional.of("odd, \"reason\"\n🏮"),
                    Optional.empty(), Duration.ZERO, Optional.empty()));
        }
        return lines;
    }

    private static UsageRecord line(Outcome outcome) {
        return new UsageRecord("req_" + NUMBER.incrementAndGet(), Instant.parse("2026-01-31T12:00:00Z"),
                Optional.of("m, \"n\"\n🏮"), Optional.of(MODEL), true,
                List.of(new Attempt(MODEL, "answered")),
                outcome, Optional.empty(), Optional.of(Usage.of(11, 7)), Duration.ofMillis(1234),
                Optional.of(Duration.ofMillis(56)), ClientSession.of("s, \"t\"🏮"));
    }
}
