package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a client is kept waiting for a slow upstream: first in silence, for as long as the status is worth it, and then with
/// comments.
final class KeepAliveIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String COMMENT = "\n: keep-alive\n";
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}";

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void keepsTheStatusOfARefusalThatComesBeforeTheCommit() throws IOException {
        upstream.answer(Play.errorReply(401, "invalid_api_key").after(Duration.ofMillis(100)));
        try (RunningGateway gateway = gateway("1h", "1ms"); RawExchange exchange = ask(gateway)) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain(COMMENT.strip());
        }
    }

    @Test
    void tellsTheStatusOfARefusalThatComesAfterTheCommitWithinTheStream() throws IOException {
        Gate committed = new Gate();
        upstream.answer(Play.errorReply(401, "invalid_api_key").after(committed));
        try (RunningGateway gateway = gateway("50ms", "50ms"); RawExchange exchange = ask(gateway)) {
            String begin = exchange.linesUntil(COMMENT);
            committed.open();

            assertThat(begin).startsWith("HTTP/1.1 200 ")
                    .contains("text/event-stream", "x-penstock-attempts: ");
            assertThat(exchange.linesToEnd()).contains("\"code\":401", "\"reason\":\"invalid_api_key\"")
                    .doesNotContain("[DONE]", "\n0\n");
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(line.reason()).contains("invalid_api_key");
        }
    }

    @Test
    void goesOnToTheNextUpstreamEvenAfterTheCommit() throws IOException {
        Gate committed = new Gate();
        upstream.next(Reply.json(503, "{}").after(committed)).answer(wholeStream());
        try (RunningGateway gateway = gateway("50ms", "50ms"); RawExchange exchange = ask(gateway)) {
            var _ = exchange.linesUntil(COMMENT);
            committed.open();

            assertThat(exchange.linesUntil("[DONE]")).contains(Play.CHUNK).doesNotContain("error");
            assertThat(gateway.settled().attempts()).hasSize(2);
        }
    }

    @Test
    void fillsTheSilencesBeforeTheFirstTokenAndBetweenTwo() throws IOException {
        Gate first = new Gate();
        Gate second = new Gate();
        upstream.answer(Play.stream()
                .await(first)
                .write(Play.event(Play.CHUNK))
                .await(second)
                .write(Play.event(Play.END)));
        try (RunningGateway gateway = gateway("20ms", "20ms"); RawExchange exchange = ask(gateway)) {
            var _ = exchange.linesUntil(COMMENT);
            assertThat(exchange.linesUntil(COMMENT)).as("again and again").doesNotContain("data:");
            first.open();
            var _ = exchange.linesUntil("one");
            assertThat(exchange.linesUntil(COMMENT)).doesNotContain("data:");
            second.open();

            assertThat(exchange.linesUntil("[DONE]")).contains(Play.END);
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void neverPutsACommentIntoAnEvent() throws IOException {
        Gate silent = new Gate();
        upstream.answer(Play.stream()
                .write("data: " + Play.CHUNK.substring(0, 30))
                .await(silent)
                .write(Play.CHUNK.substring(30) + "\n")
                .write("\n" + Play.event(Play.END)));
        try (RunningGateway gateway = gateway("20ms", "20ms"); RawExchange exchange = ask(gateway)) {
            var _ = exchange.linesUntil(COMMENT);
            silent.open();

            assertThat(exchange.linesUntil("[DONE]")).contains("data: " + Play.CHUNK, "data: " + Play.END);
        }
    }

    @Test
    void neverPutsACommentIntoAnEventThatTheClientIsSlowToTake() throws IOException {
        Gate written = new Gate();
        String large = Play.event(Play.CHUNK.replace("one", "x".repeat(1_000_000)));
        upstream.answer(Play.stream().write(large.repeat(20)).open(written).write(Play.event(Play.END)));
        try (RunningGateway gateway = gateway("1ms", "1ms"); RawExchange exchange = ask(gateway)) {
            assertThat(written.await(Duration.ofMillis(300))).as("the client keeps everybody waiting")
                    .isFalse();
            String body = exchange.read().body();

            assertThat(Arrays.stream(body.split("\n\n", -1))
                    .filter(event -> !event.equals(COMMENT.strip()))
                    .toList())
                    .hasSize(23)
                    .startsWith(large.strip())
                    .endsWith("data: " + Play.END, "data: [DONE]", "");
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noticesAClientThatLeavesAmongComments(boolean begun) throws IOException {
        upstream.answer((begun ? Play.stream().write(Play.event(Play.CHUNK)) : Reply.script()).hang());
        try (RunningGateway gateway = gateway("5ms", "5ms")) {
            try (RawExchange exchange = ask(gateway)) {
                var _ = exchange.linesUntil(begun ? "one" : COMMENT);
                var _ = exchange.linesUntil(COMMENT);
            }

            assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
            assertThat(gateway.settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        }
    }

    private RunningGateway gateway(String commitAfter, String interval) {
        return RunningGateway.configured("""
                listener: {commit-after: %s, keep-alive: %s}
                retry: {backoff: 1ms}
                providers:
                  upstream: {kind: openai-compatible, base-url: "%s"}
                """.formatted(commitAfter, interval, upstream.baseUri()));
    }

    private static RawExchange ask(RunningGateway gateway) throws IOException {
        return new RawExchange(gateway.port(), ASK);
    }

    private static Reply wholeStream() {
        return Reply.sse(Play.event(Play.CHUNK) + Play.event(Play.END) + Play.event("[DONE]"));
    }
}
