package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Upstreams that are out of order for longer, and those that have too much to do.
final class OverloadIT {
    private final FakeUpstream first = FakeUpstream.start();
    private final FakeUpstream second = Play.well(FakeUpstream.start());

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void leavesAnUpstreamAloneThatKeepsFailing() {
        first.answer(Reply.json(500, "{}"));
        try (RunningGateway gateway = gateway("1h", "")) {
            var _ = ask(gateway, "alone");
            assertThat(gateway.health("first").has("circuit.m")).isFalse();
            var _ = ask(gateway, "alone");
            var _ = gateway.settled();
            var _ = gateway.settled();

            assertThat(gateway.health("first").path("circuit.m").asText()).isEqualTo("open");
            assertThat(gateway.health("first").path("state").asText()).isEqualTo("failing");
            Page refused = ask(gateway, "alone");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("3600");
            assertThat(refused.body()).contains("\"code\":\"overloaded\"");
            assertThat(first.requests()).hasSize(2);
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(line.attempts()).isEmpty();
        }
    }

    @Test
    void goesStraightToTheNextUpstreamWhileOneIsLeftAlone() {
        first.answer(Reply.json(500, "{}"));
        try (RunningGateway gateway = gateway("1h", "")) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(gateway, "pair").status()).isEqualTo(200);
            }

            assertThat(first.requests()).hasSize(2);
            JsonNode steps = gateway.post("/v1/route/explain", "{\"model\":\"pair\"}")
                    .json()
                    .path("upstreams");
            assertThat(steps.at("/0/upstream").asText()).isEqualTo("second/m");
            assertThat(steps.at("/1/obstacle").asText()).isEqualTo("circuit_open");
            assertThat(steps.at("/1/tried").asBoolean()).isFalse();
        }
    }

    @Test
    void triesAnUpstreamAgainAfterAWhile() {
        first.answer(Reply.json(500, "{}"));
        try (RunningGateway gateway = gateway("20ms", "")) {
            var _ = ask(gateway, "alone");
            var _ = ask(gateway, "alone");
            Play.well(first);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (ask(gateway, "alone").status() != 200) {
                assertThat(System.nanoTime()).as("still left alone").isLessThan(deadline);
            }
            var _ = ask(gateway, "alone");

            assertThat(gateway.health("first").has("circuit.m")).as("closed").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429})
    void doesNotTakeForOutOfOrderWhatIsNoFaultOfTheUpstream(int status) {
        first.answer(Reply.json(status, "{}"));
        try (RunningGateway gateway = gateway("1h", "")) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(gateway, "alone").status()).isEqualTo(status);
            }

            assertThat(first.requests()).hasSize(4);
        }
    }

    @Test
    void shedsWhatNeitherRunsNorFitsIntoTheQueue() throws IOException {
        Gate go = new Gate();
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).await(go).write(Play.event(Play.END)));
        try (RunningGateway gateway = gateway("1h", ", max-concurrent: 1, queue: 1, queue-timeout: 1h");
                RawExchange running = stream(gateway)) {
            var _ = running.linesUntil("one");
            try (RawExchange queued = stream(gateway)) {
                gateway.awaitHealth("first", told -> told.path("queued").asInt() == 1);
                assertThat(gateway.health("first").path("running").asInt()).isEqualTo(1);

                Page shed = ask(gateway, "alone");
                assertThat(shed.status()).isEqualTo(503);
                assertThat(shed.header("retry-after")).isEqualTo("2");
                assertThat(ask(gateway, "pair").header("x-penstock-attempts")).isEqualTo("second/m=answered");
                go.open();
                assertThat(running.linesUntil("[DONE]")).contains("stop");
                assertThat(queued.linesUntil("[DONE]")).contains("one", "stop");
            }
            assertThat(first.requests()).hasSize(2);
        }
    }

    @Test
    void goesOnToTheNextUpstreamWhenTheQueueIsTooSlow() throws IOException {
        first.answer(Play.stream().write(Play.event(Play.CHUNK)).hang());
        try (RunningGateway gateway = gateway("1h", ", max-concurrent: 1, queue: 9, queue-timeout: 20ms");
                RawExchange running = stream(gateway)) {
            var _ = running.linesUntil("one");

            assertThat(ask(gateway, "pair").header("x-penstock-attempts")).isEqualTo("second/m=answered");
            assertThat(ask(gateway, "alone").status()).isEqualTo(503);
            assertThat(gateway.health("first").path("queued").asInt()).isZero();
        }
    }

    private RunningGateway gateway(String openFor, String concurrency) {
        return RunningGateway.configured("""
                retry: {attempts: 1}
                circuit-breaker: {minimum-calls: 2, window: 2, open-for: %s}
                default: {provider: first}
                providers:
                  first: {kind: openai-compatible, base-url: "%s"%s}
                  second: {kind: openai-compatible, base-url: "%s"}
                routes:
                  alone: first/m
                  pair: [first/m, second/m]
                """.formatted(openFor, first.baseUri(), concurrency, second.baseUri()));
    }

    private static Page ask(RunningGateway gateway, String model) {
        return gateway.post("/v1/chat/completions", body(model, false));
    }

    private static RawExchange stream(RunningGateway gateway) throws IOException {
        return new RawExchange(gateway.port(), body("alone", true));
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":"
                + stream + "}";
    }
}
