package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A wall clock that is set while the gateway runs, to the next day or the day before, changes stamps and nothing else.
final class WallClockIT {
    private static final String ASK = "{\"model\":\"first/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final Duration LONG = Duration.ofHours(1);

    private volatile Duration set = Duration.ZERO;
    private final InstantSource wallClock = () -> Clock.systemUTC().instant().plus(set);
    private final FakeUpstream upstream = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured("""
            retry: {attempts: 1, longest-wait: 1ms}
            circuit-breaker: {window: 2, minimum-calls: 2, open-for: 1h}
            providers:
              first: {kind: openai-compatible, base-url: "%1$s"}
              anthropic: {key: sk-test-a, base-url: "%1$s"}
              ollama: {base-url: "%1$s"}
              dashscope: {key: sk-test-a, base-url: "%1$s", relay-responses: true}
            routes:
              chain: [first/m, dashscope/m, anthropic/m, ollama/m]
            """.formatted(upstream.baseUri()), wallClock);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotEndARequestThatRuns(Duration jump) {
        upstream.answerWith(_ -> {
            set = jump;
            return Reply.json(200, Play.COMPLETION);
        });
        Page answer = gateway.post("/v1/chat/completions", ASK);

        assertThat(answer.status()).isEqualTo(200);
        UsageRecord line = gateway.settled();
        assertThat(line.duration()).isBetween(Duration.ZERO, LONG);
        assertThat(line.timeToFirstToken().orElseThrow()).isBetween(Duration.ZERO, LONG);
        assertThat(line.receivedAt()).isBetween(Instant.now().minus(LONG), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotTakeTheTimeFromARequestThatGoesOnWithAnotherUpstream(Duration jump) {
        upstream.answerWith(_ -> {
            set = jump;
            return Play.errorReply(503, "overloaded");
        });
        var _ = gateway.post("/v1/chat/completions", ASK.replace("first/m", "chain"));

        assertThat(gateway.settled().attempts()).extracting(attempt -> attempt.upstream().toString())
                .containsExactly("first/m", "dashscope/m", "anthropic/m", "ollama/m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotWakeAKeyNorLeaveItRestingForLonger(Duration jump) {
        upstream.next(Play.errorReply(429, "limit_requests", "Retry-After", "3600"));
        assertThat(gateway.post("/v1/chat/completions", ASK).status()).isEqualTo(429);
        set = jump;
        Page answer = gateway.post("/v1/chat/completions", ASK);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(3000, 3600);
        assertThat(upstream.requests()).hasSize(1);
        assertThat(gateway.health("first").path("restingKeys").asInt()).isEqualTo(1);
        Instant until = Instant.parse(gateway.post("/v1/route/explain", ASK)
                .json()
                .at("/upstreams/0/until")
                .asText());
        assertThat(until).as("stamps go by the clock as it is set now")
                .isBetween(wallClock.instant().plusSeconds(3000), wallClock.instant().plusSeconds(3600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotCloseACircuit(Duration jump) {
        upstream.answer(Play.errorReply(503, "overloaded"));
        var _ = gateway.post("/v1/chat/completions", ASK);
        var _ = gateway.post("/v1/chat/completions", ASK);
        int asked = upstream.requests().size();
        set = jump;
        assertThat(gateway.post("/v1/chat/completions", ASK).status()).isEqualTo(503);

        assertThat(upstream.requests()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotForgetAKeptResponse(Duration jump) {
        String id = gateway.post("/v1/responses", "{\"model\":\"first/m\",\"input\":\"Hi\"}")
                .json()
                .path("id")
                .asText();
        set = jump;

        assertThat(gateway.get("/v1/responses/" + id).status()).isEqualTo(200);
    }
}
