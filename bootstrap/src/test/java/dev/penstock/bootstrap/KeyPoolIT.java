package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several keys of one provider, where no session keeps one of them.
final class KeyPoolIT {
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final FakeUpstream upstream = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured("""
            retry: {longest-wait: 1ms}
            providers:
              upstream: {kind: openai-compatible, base-url: "%s", keys: [sk-test-a, sk-test-b, sk-test-c]}
            routes:
              "*": {upstreams: ["upstream/*"], affinity: none}
            """.formatted(upstream.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void takesItsKeysInTurn() {
        IntStream.range(0, 6).forEach(_ -> ask());

        assertThat(keysUsed()).containsExactly("sk-test-a", "sk-test-b", "sk-test-c", "sk-test-a",
                "sk-test-b", "sk-test-c");
    }

    @Test
    void takesTheNextKeyForARejectedOneAndLetsThatRest() {
        upstream.next(Play.errorReply(401, "invalid_api_key"));
        Page answer = ask();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-penstock-attempts"))
                .isEqualTo("upstream/m=credential_unusable, upstream/m=answered");
        IntStream.range(0, 4).forEach(_ -> ask());
        assertThat(keysUsed().getFirst()).isEqualTo("sk-test-a");
        assertThat(keysUsed().subList(1, 6)).containsOnly("sk-test-b", "sk-test-c");
        assertThat(gateway.health("upstream").path("keys").asInt()).isEqualTo(3);
        assertThat(gateway.health("upstream").path("restingKeys").asInt()).isEqualTo(1);
    }

    @Test
    void takesTheNextKeyForAThrottledOneForAsLongAsTheUpstreamSays() {
        upstream.next(Play.errorReply(429, "limit_requests", "Retry-After", "3600"));

        assertThat(ask().header("x-penstock-attempts"))
                .isEqualTo("upstream/m=throttled, upstream/m=answered");
        IntStream.range(0, 4).forEach(_ -> ask());
        assertThat(keysUsed().subList(1, 6)).containsOnly("sk-test-b", "sk-test-c");
    }

    @Test
    void wakesAKeyWhenTheTimeThatTheUpstreamSaidIsOver() {
        upstream.next(Play.errorReply(429, "limit_requests", "Retry-After", "0.05"));
        var _ = ask();
        gateway.awaitHealth("upstream", told -> told.path("restingKeys").asInt() == 0);
        IntStream.range(0, 3).forEach(_ -> ask());

        assertThat(keysUsed().subList(2, 5)).contains("sk-test-a");
    }

    @Test
    void tellsTheClientOnceNoKeyIsLeft() {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));
        Page answer = ask();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("60");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(keysUsed()).containsExactlyInAnyOrder("sk-test-a", "sk-test-b", "sk-test-c");
        assertThat(gateway.health("upstream").path("restingKeys").asInt()).isEqualTo(3);
    }

    @Test
    void isNotAskedBeforeTheTimeThatItSaid() {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));
        var _ = ask();
        Page answer = ask();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("keys_resting");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(30, 60);
        assertThat(keysUsed()).as("of the first request alone").hasSize(3);
    }

    @Test
    void triesNoOtherKeyForAClientsMistake() {
        upstream.answer(Reply.json(400, "{}"));

        assertThat(ask().status()).isEqualTo(400);
        assertThat(keysUsed()).containsExactly("sk-test-a");
    }

    @Test
    void explainsThatAllKeysRest() {
        upstream.answer(Play.errorReply(401, "invalid_api_key"));
        var _ = ask();

        var step = gateway.post("/v1/route/explain", "{\"model\":\"m\"}").json().at("/upstreams/0");
        assertThat(step.path("obstacle").asText()).isEqualTo("keys_resting");
        assertThat(step.path("resting_keys").asInt()).isEqualTo(3);
        assertThat(step.path("tried").asBoolean()).as("for want of others").isTrue();
    }

    private List<String> keysUsed() {
        return upstream.requests()
                .stream()
                .map(request -> request.header("authorization").orElse("").replace("Bearer ", ""))
                .toList();
    }

    private Page ask() {
        return gateway.post("/v1/chat/completions", ASK);
    }
}
