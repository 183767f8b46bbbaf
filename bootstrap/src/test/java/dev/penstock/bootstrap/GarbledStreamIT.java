package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks that look like JSON and are none, to clients whose API has to be translated into.
final class GarbledStreamIT {
    private static final String GARBAGE = Play.event("{\"choices\" \"delta\"}");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.configured("""
            providers:
              odd: {kind: openai-compatible, base-url: "%s"}
            routes:
              held: {upstreams: [odd/m], hold-back: true}
            """.formatted(upstream.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"messages, event: error", "responses, event: response.failed"})
    void areToldAsTheUpstreamsFailureWithinTheStream(String path, String event) throws IOException {
        upstream.answer(Reply.sse(Play.event(Play.CHUNK) + GARBAGE + Play.event(Play.END)).inPieces(40));

        try (RawExchange exchange = ask(path, "odd/m")) {
            assertThat(exchange.linesToEnd()).contains(event)
                    .doesNotContain("message_stop", "response.completed");
        }
        assertFailed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "responses"})
    void keepTheStatusWhereNothingHasBeenTold(String path) throws IOException {
        upstream.answer(Reply.sse(Play.event(Play.CHUNK) + GARBAGE + Play.event(Play.END)));

        try (RawExchange exchange = ask(path, "held")) {
            assertThat(exchange.read().status()).isEqualTo(502);
        }
        assertFailed();
    }

    @Test
    void areTheUpstreamsFaultIfACallStopsInTheMiddle() throws IOException {
        upstream.answer(Reply.sse(Play
                .event("""
                        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\\"x\\":"}}]}}]}""")
                + Play.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}")));

        try (RawExchange exchange = ask("messages", "odd/m")) {
            assertThat(exchange.linesToEnd()).contains("event: error").doesNotContain("message_stop");
        }
        assertFailed();
    }

    private void assertFailed() {
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(line.reason()).contains("upstream_garbled");
    }

    private RawExchange ask(String path, String model) throws IOException {
        return new RawExchange(gateway.port(), "/v1/" + path,
                ("{\"model\":\"" + model + "\",\"stream\":true,\"max_tokens\":9,"
                        + (path.equals("messages")
                                ? "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                : "\"input\":\"Hi\"}"))
                        .getBytes(StandardCharsets.UTF_8));
    }
}
