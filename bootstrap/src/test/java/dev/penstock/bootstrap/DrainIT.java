package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a gateway stops: not ready first, then no new requests, then the end of the running ones, and at last the ledger.
@Timeout(120)
final class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}";

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void isNotReadyFirstAndTakesNoMoreRequestsWhileRunningOnesGoOn() throws Exception {
        Gate go = new Gate();
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).await(go).write(Play.event(Play.END)));
        RunningGateway gateway = gateway("1h");
        try (RawExchange running = ask(gateway, true)) {
            var _ = running.linesUntil("one");
            Thread closing = notReady(gateway);

            assertThat(gateway.get("/health/live").status()).isEqualTo(200);
            try (RawExchange late = ask(gateway, true)) {
                RawExchange.Answer refused = late.read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.headers()).containsKey("retry-after").containsEntry("connection", "close");
                assertThat(refused.body()).contains("\"code\":\"gateway_stopping\"");
            }
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(line.reason()).contains("gateway_stopping");

            go.open();
            assertThat(running.linesUntil("[DONE]")).contains(Play.END);
            closing.join();
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void letsAWholeAnswerCome() throws Exception {
        Gate go = new Gate();
        upstream.answer(Reply.json(200, Play.COMPLETION).after(go));
        RunningGateway gateway = gateway("1h");
        try (RawExchange running = ask(gateway, false)) {
            var _ = upstream.awaitRequest(SOON);
            Thread closing = notReady(gateway);
            go.open();

            assertThat(running.read().body()).isEqualTo(Play.COMPLETION);
            closing.join();
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhoeverHasSeenNothingAfterThePeriodByAStatus(boolean stream) throws Exception {
        upstream.answer(Reply.silent());
        RunningGateway gateway = gateway("50ms");
        try (RawExchange running = ask(gateway, stream)) {
            var _ = upstream.awaitRequest(SOON);
            Thread closing = notReady(gateway);
            RawExchange.Answer answer = running.read();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("retry-after");
            assertThat(answer.body()).contains("\"code\":\"gateway_stopping\"");
            closing.join();
        }
        assertStopped(gateway);
    }

    @Test
    void breaksOffAStreamThatGoesOnAfterThePeriod() throws Exception {
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).hang());
        RunningGateway gateway = gateway("50ms");
        try (RawExchange running = ask(gateway, true)) {
            var _ = running.linesUntil("one");
            Thread closing = closing(gateway);

            assertThat(running.linesToEnd()).contains("\"code\":503", "\"reason\":\"gateway_stopping\"")
                    .doesNotContain("[DONE]", "\n0\n");
            closing.join();
        }
        assertStopped(gateway);
    }

    @Test
    void stopsEvenIfAClientTakesNothing() throws Exception {
        upstream.answer(
                Play.stream().writeForEver(Play.event(Play.CHUNK.replace("one", "x".repeat(100_000)))));
        RunningGateway gateway = gateway("50ms");
        try (RawExchange _ = ask(gateway, true)) {
            var _ = upstream.awaitRequest(SOON);
            closing(gateway).join();
        }
        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(gateway.settled().outcome()).isIn(Outcome.FAILED, Outcome.CLIENT_LEFT);
    }

    @Test
    void hasTheWholeLedgerOnceItHasClosed() throws Exception {
        Gate go = new Gate();
        upstream.answer(Reply.json(200, Play.COMPLETION).after(go));
        RunningGateway gateway = gateway("1h");
        List<RawExchange> running = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            running.add(ask(gateway, false));
            var _ = upstream.awaitRequest(SOON);
        }
        Thread closing = notReady(gateway);
        go.open();
        closing.join();

        assertThat(gateway.closeAndReadLedger()).hasSize(50)
                .allSatisfy(line -> assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED));
        for (RawExchange one : running) {
            assertThat(one.read().body()).isEqualTo(Play.COMPLETION);
            one.close();
        }
    }

    @Test
    void letsAClientFinishItsUpload() throws Exception {
        String asked = ASK.replace("true", "false");
        upstream.answer(Reply.json(200, Play.COMPLETION));
        RunningGateway gateway = gateway("1h");
        try (RawExchange uploading = uploading(gateway, asked.length())) {
            uploading.send(asked.substring(0, 20));
            Thread closing = notReady(gateway);
            uploading.send(asked.substring(20));

            assertThat(uploading.read().body()).isEqualTo(Play.COMPLETION);
            closing.join();
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1_000_000})
    void tellsAClientThatPausesInItsUploadAfterThePeriod(int length) throws Exception {
        RunningGateway gateway = gateway("50ms");
        try (RawExchange uploading = uploading(gateway, length)) {
            uploading.send(ASK);
            var _ = closing(gateway);
            assertTold(uploading);
        }
        assertStoppedInTheUpload(gateway);
    }

    @Test
    void tellsAClientThatGoesOnWithItsUploadAfterThePeriod() throws Exception {
        RunningGateway gateway = gateway("50ms");
        try (RawExchange uploading = uploading(gateway, 9_000_000)) {
            var _ = closing(gateway);
            while (!uploading.hasMore() && uploading.takes(" ")) {
                Thread.onSpinWait();
            }
            assertTold(uploading);
        }
        assertStoppedInTheUpload(gateway);
    }

    @Test
    void refusesARequestOfWhichOnlyTheHeadHasCome() throws Exception {
        Gate go = new Gate();
        upstream.answer(Reply.json(200, Play.COMPLETION).after(go));
        RunningGateway gateway = gateway("1h");
        try (RawExchange _ = ask(gateway, false)) {
            var _ = upstream.awaitRequest(SOON);
            Thread closing = notReady(gateway);
            try (RawExchange late = RawExchange.announcing(gateway.port(), 1000)) {
                assertThat(late.read().body()).contains("\"code\":\"gateway_stopping\"");
            }
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.REFUSED);
            go.open();
            closing.join();
        }
    }

    private static void assertTold(RawExchange uploading) throws IOException {
        RawExchange.Answer answer = uploading.read();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after").containsEntry("connection", "close");
        assertThat(answer.body()).contains("\"code\":\"gateway_stopping\"");
    }

    private static void assertStoppedInTheUpload(RunningGateway gateway) {
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(line.reason()).contains("gateway_stopping");
        assertThat(line.attempts()).isEmpty();
    }

    /// A client whose request is being read: the gateway has asked for its body.
    private static RawExchange uploading(RunningGateway gateway, int length) throws IOException {
        RawExchange uploading = RawExchange.announcing(gateway.port(), length, "Expect: 100-continue");
        assertThat(uploading.linesUntil("\n")).contains("100");
        var _ = uploading.linesUntil("\n");
        return uploading;
    }

    private static Thread closing(RunningGateway gateway) {
        return Thread.ofVirtual().start(gateway::close);
    }

    /// Begins to stop, and looks again and again until it says so.
    private static Thread notReady(RunningGateway gateway) {
        assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
        Thread closing = closing(gateway);
        long deadline = System.nanoTime() + SOON.toNanos();
        while (gateway.get("/health/ready").status() == 200) {
            assertThat(System.nanoTime()).as("still ready").isLessThan(deadline);
        }
        return closing;
    }

    private void assertStopped(RunningGateway gateway) {
        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(line.reason()).contains("gateway_stopping");
        assertThat(line.attempts()).hasSize(1)
                .allSatisfy(attempt -> assertThat(attempt.result()).isEqualTo("gateway_stopping"));
    }

    private RunningGateway gateway(String drainTimeout) {
        return RunningGateway.configured("""
                listener: {drain-timeout: %s}
                providers:
                  upstream: {kind: openai-compatible, base-url: "%s"}
                """.formatted(drainTimeout, upstream.baseUri()));
    }

    private static RawExchange ask(RunningGateway gateway, boolean stream) throws IOException {
        return new RawExchange(gateway.port(), ASK.replace("true", String.valueOf(stream)));
    }
}
