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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a stream passes through the gateway, and what happens when somebody leaves.
final class StreamingIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}";
    private static final String ONE = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void showsTheFirstChunkBeforeTheUpstreamHasTheSecond() throws IOException {
        Gate read = new Gate();
        upstream.answer(stream().write("data: " + ONE + "\n\n").await(read).write("data: " + END + "\n\n"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            assertThat(exchange.linesUntil("one")).contains("data: " + ONE);
            read.open();

            assertThat(exchange.linesUntil("[DONE]")).contains("data: " + END + "\n");
        }
    }

    @Test
    void sendsTheHeadersOfAnEventStream() throws IOException {
        upstream.answer(stream().write("data: " + END + "\n\n"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.headers()).containsEntry("content-type", "text/event-stream")
                    .containsEntry("cache-control", "no-cache")
                    .containsEntry("connection", "keep-alive")
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("x-accel-buffering", "no")
                    .containsEntry("transfer-encoding", "chunked");
            assertThat(answer.headers().get("x-request-id")).isEqualTo(gateway.settled().requestId());
        }
    }

    @Test
    void normalisesTheFramingAlone() throws IOException {
        upstream.answer(
                stream().write(": hello\n\nevent: chunk\nid: 7\nretry: 5\ndata:" + ONE + "\r\n\r\ndata: "
                        + END + "\r\r"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            assertThat(exchange.read().body())
                    .isEqualTo("data: " + ONE + "\n\ndata: " + END + "\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void breaksOffAfterTellingWhy() throws IOException {
        upstream.answer(stream().write("data: " + ONE + "\n\n").cut());
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.whole()).isFalse();
            assertThat(answer.body()).startsWith("data: " + ONE + "\n\ndata: {\"error\":{\"message\":")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void keepsTheUpstreamsStatusUntilItIsKnown() throws IOException {
        upstream.answer(stream().write(": wait\n\n")
                .write("data: {\"error\":{\"message\":\"Slower\",\"code\":\"rate_limit_exceeded\"}}\n\n"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.headers()).containsKey("retry-after")
                    .containsEntry("content-type", "application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesASilentUpstreamWhenTheClientLeaves(boolean streamed) throws IOException {
        upstream.answer(Reply.silent());
        try (RawExchange _ = new RawExchange(gateway.port(), ASK.replace("true", String.valueOf(streamed)))) {
            var _ = upstream.awaitRequest(SOON);
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    @Test
    void closesAnUpstreamThatPausesWhenTheClientLeaves() throws IOException {
        upstream.answer(stream().write("data: " + ONE + "\n\n").hang());
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            var _ = exchange.linesUntil("one");
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(line.timeToFirstToken()).isPresent();
    }

    @Test
    void stopsAnUpstreamThatNeverEndsWhenTheClientLeaves() throws IOException {
        upstream.answer(stream().writeForEver("data: " + ONE + "\n\n"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            var _ = exchange.linesUntil("one");
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    @Test
    void makesTheUpstreamWaitForAClientThatDoesNotRead() throws IOException {
        Gate written = new Gate();
        String large = "data: " + ONE.replace("one", "x".repeat(100_000)) + "\n\n";
        Reply reply = stream();
        for (int i = 0; i < 500; i++) {
            reply = reply.write(large);
        }
        upstream.answer(reply.open(written).write("data: " + END + "\n\n"));
        try (RawExchange exchange = new RawExchange(gateway.port(), ASK)) {
            var _ = upstream.awaitRequest(SOON);
            assertThat(written.await(Duration.ofMillis(500))).as("50 MB stand in memory").isFalse();

            assertThat(exchange.read().whole()).isTrue();
        }
    }

    @Test
    void serves300StreamsAtOnceEachToItsOwn() throws Exception {
        upstream.keepRequests(false).answerWith(request -> {
            String nonce = request.text().replaceAll("(?s).*nonce (\\d+).*", "$1");
            return stream().write("data: " + ONE.replace("one", nonce) + "\n\n")
                    .delay(Duration.ofMillis(50))
                    .write("data: " + END + "\n\n");
        });
        List<Callable<String>> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String ask = ASK.replace("Hello", "nonce " + i);
            clients.add(() -> {
                try (RawExchange exchange = new RawExchange(gateway.port(), ask)) {
                    return exchange.read().body();
                }
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int i = 0;
            for (Future<String> answer : threads.invokeAll(clients)) {
                assertThat(answer.get())
                        .isEqualTo("data: " + ONE.replace("one", String.valueOf(i)) + "\n\ndata: "
                                + END + "\n\ndata: [DONE]\n\n");
                i++;
            }
        }
        assertThat(gateway.closeAndReadLedger()).hasSize(300)
                .allSatisfy(line -> assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED));
    }

    private static Reply stream() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }
}
