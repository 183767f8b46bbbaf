package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that leaves, in every state that its request may be in: the upstream is let go, and the ledger says so.
final class CancelIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHUNK_WITH_USAGE = Play.CHUNK.replace("]}",
            "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1,\"total_tokens\":8}}");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final FakeUpstream other = Play.well(FakeUpstream.start());
    private final RunningGateway gateway = RunningGateway.configured("""
            answer-timeout: 3h
            retry: {backoff: 1h, longest-wait: 2h}
            default: {provider: first}
            providers:
              first: {kind: openai-compatible, base-url: "%s", max-concurrent: 1, queue: 1, queue-timeout: 1h}
              second: {kind: openai-compatible, base-url: "%s"}
            routes:
              pair: [first/m, second/m]
              held: {upstreams: [first/m, second/m], hold-back: true}
            """.formatted(upstream.baseUri(), other.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitingForTheHead(boolean stream) throws IOException {
        upstream.answer(Reply.silent());
        try (RawExchange _ = ask("pair", stream)) {
            var _ = upstream.awaitRequest(SOON);
        }

        assertThat(left(upstream).attempts()).extracting(Attempt::result).containsExactly("client_left");
    }

    @Test
    void waitingForTheFirstToken() throws IOException {
        Gate waiting = new Gate();
        upstream.answer(Play.stream().write(": wait\n\n").open(waiting).hang());
        try (RawExchange _ = ask("pair", true)) {
            assertThat(waiting.await(SOON)).isTrue();
        }

        UsageRecord line = left(upstream);
        assertThat(line.timeToFirstToken()).isEmpty();
        assertThat(line.usage()).isEmpty();
    }

    @Test
    void waitingForTheRestOfAWholeAnswer() throws IOException {
        Gate waiting = new Gate();
        upstream.answer(Play.part(40).open(waiting).hang());
        try (RawExchange _ = ask("pair", false)) {
            assertThat(waiting.await(SOON)).isTrue();
        }

        assertThat(left(upstream).timeToFirstToken()).isEmpty();
    }

    @Test
    void inTheMiddleOfAStreamThatHasToldItsUsage() throws IOException {
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK) + Play.event(CHUNK_WITH_USAGE)).hang());
        try (RawExchange exchange = ask("pair", true)) {
            var _ = exchange.linesUntil("one");
            var _ = exchange.linesUntil("one");
        }

        UsageRecord line = left(upstream);
        assertThat(line.usage()).contains(Usage.of(7, 1));
        assertThat(line.timeToFirstToken()).isPresent();
        assertThat(line.attempts()).extracting(Attempt::result).containsExactly("client_left");
    }

    @Test
    void beingHeldBack() throws IOException {
        Gate read = new Gate();
        String more = Play.event(Play.CHUNK.replace("one", "x".repeat(1_000_000))).repeat(16);
        upstream.answer(Play.stream().write(Play.event(CHUNK_WITH_USAGE)).write(more).open(read).hang());
        try (RawExchange _ = ask("held", true)) {
            assertThat(read.await(SOON)).as("more is read than sockets can hold").isTrue();
        }

        UsageRecord line = left(upstream);
        assertThat(line.timeToFirstToken()).isEmpty();
        assertThat(line.usage()).contains(Usage.of(7, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pausingBeforeAnotherAttempt(boolean stream) throws IOException {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "3600"));
        try (RawExchange _ = ask("pair", stream)) {
            gateway.awaitHealth("first", told -> told.path("restingKeys").asInt() == 1);
        }

        UsageRecord line = line();
        assertThat(line.attempts()).extracting(Attempt::result).containsExactly("throttled");
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitingInTheQueue(boolean stream) throws IOException {
        Gate go = new Gate();
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).await(go).write(Play.event(Play.END)));
        try (RawExchange running = ask("pair", true)) {
            var _ = running.linesUntil("one");
            try (RawExchange _ = ask("pair", stream)) {
                gateway.awaitHealth("first", told -> told.path("queued").asInt() == 1);
            }

            assertThat(line().attempts()).isEmpty();
            assertThat(gateway.health("first").path("queued").asInt()).isZero();
            go.open();
            assertThat(running.linesUntil("[DONE]")).contains("stop");
        }
        assertThat(upstream.requests()).hasSize(1);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void goingOnToTheNextUpstream() throws IOException {
        upstream.answer(Reply.json(404, "{}"));
        other.answer(Reply.silent());
        try (RawExchange _ = ask("pair", true)) {
            var _ = other.awaitRequest(SOON);
        }

        assertThat(left(other).attempts()).extracting(Attempt::result)
                .containsExactly("model_not_found", "client_left");
    }

    /// The line of a client that has left, once the upstream that was being asked is let go.
    private UsageRecord left(FakeUpstream asked) {
        assertThat(asked.awaitNoOpenConnections(SOON)).as("the upstream is let go").isTrue();
        UsageRecord line = line();
        gateway.awaitHealth("first", told -> told.path("running").asInt() == 0);
        return line;
    }

    private UsageRecord line() {
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(line.reason()).contains("client_left");
        return line;
    }

    private RawExchange ask(String model, boolean stream) throws IOException {
        return new RawExchange(gateway.port(), "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }
}
