package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of an upstream, streamed and not, with and without another upstream to go on to: what the client sees,
/// what the ledger says, and what each upstream was asked.
final class FailureMatrixIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FakeUpstream first = FakeUpstream.start();
    private final FakeUpstream second = Play.well(FakeUpstream.start());

    /// One cell of the table.
    record Cell(Fault fault, boolean stream, boolean withFallback) {
        Play play() {
            return fault.play(stream);
        }

        Ending ending() {
            return fault.ending(stream, withFallback);
        }

        @Override
        public String toString() {
            return fault + (stream ? ", streamed" : ", whole")
                    + (withFallback ? ", with a fallback" : ", alone");
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(true, false)
                        .flatMap(stream -> Stream.of(true, false)
                                .map(withFallback -> new Cell(fault, stream, withFallback))));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void endsAsTheTableSays(Cell cell) throws IOException {
        cell.play().script().accept(first);
        byte[] ask = ask(cell).getBytes(StandardCharsets.UTF_8);
        try (RunningGateway gateway = RunningGateway.configured(configuration(cell.play()));
                RawExchange exchange = new RawExchange(gateway.port(), "/v1/chat/completions", ask)) {
            RawExchange.Answer answer = exchange.read();

            checkAnswer(cell, answer);
            checkLedger(cell, gateway.settled());
            assertThat(gateway.closeAndReadLedger()).as("further lines").isEmpty();
        }
        checkRequests(cell);
    }

    private static void checkAnswer(Cell cell, RawExchange.Answer answer) throws IOException {
        Ending ending = cell.ending();
        boolean brokenOff = ending.seen() == Ending.Seen.BROKEN_OFF;
        assertThat(answer.status()).isEqualTo(brokenOff ? 200 : ending.code());
        assertThat(answer.whole()).as("the connection's end").isEqualTo(!brokenOff);
        if (!brokenOff) {
            assertThat(answer.headers()).containsEntry("x-penstock-attempts",
                    String.join(", ", attempts(cell)));
        }
        if (ending.seen() == Ending.Seen.STATUS) {
            assertThat(MAPPER.readTree(answer.body()).at("/error/message").asText()).isNotBlank();
            assertThat(answer.headers().containsKey("retry-after")).isEqualTo(ending.code() == 429);
            boolean tried = ending.attempts().size() > 1 || ending.code() == 504;
            assertThat(answer.headers().getOrDefault("x-should-retry", "")).isEqualTo(tried ? "false" : "");
        } else if (!cell.stream()) {
            assertThat(MAPPER.readTree(answer.body()).at("/choices/0/finish_reason").asText())
                    .isEqualTo("stop");
        } else if (brokenOff) {
            String[] events = answer.body().split("\n\n", -1);
            assertThat(events).hasSize(3).startsWith("data: " + Play.CHUNK).endsWith("");
            JsonNode code = MAPPER.readTree(events[1].substring("data: ".length())).at("/error/code");
            assertThat(code.isInt()).as("a number: %s", code).isTrue();
            assertThat(code.asInt()).isEqualTo(ending.code());
        } else {
            assertThat(answer.body())
                    .isEqualTo(Play.event(Play.CHUNK) + Play.event(Play.END) + Play.event("[DONE]"));
        }
    }

    private static void checkLedger(Cell cell, UsageRecord line) {
        Ending ending = cell.ending();
        assertThat(line.outcome()).isEqualTo(ending.whole() ? Outcome.COMPLETED : Outcome.FAILED);
        assertThat(line.reason().orElse("")).isEqualTo(ending.reason());
        assertThat(line.stream()).isEqualTo(cell.stream());
        assertThat(line.attempts()).extracting(attempt -> attempt.upstream() + "=" + attempt.result())
                .isEqualTo(attempts(cell));
    }

    /// Nobody is asked more often than the ledger says, and each gets the whole request, byte for byte.
    private void checkRequests(Cell cell) {
        Ending ending = cell.ending();
        assertThat(first.requests()).hasSize(cell.play().arrives() ? ending.attempts().size() : 0);
        assertThat(first.requests()).allSatisfy(
                request -> assertThat(request.text()).isIn("",
                        ask(cell).replaceAll("\"(alone|pair)\"", "\"a\"")));
        assertThat(second.requests()).extracting(ReceivedRequest::text)
                .isEqualTo(ending.seen() == Ending.Seen.FALLBACK
                        ? List.of(ask(cell).replaceAll("\"(alone|pair)\"", "\"b\""))
                        : List.of());
    }

    private static List<String> attempts(Cell cell) {
        List<String> attempts = new ArrayList<>();
        cell.ending().attempts().forEach(result -> attempts.add("first/a=" + result));
        if (cell.ending().seen() == Ending.Seen.FALLBACK) {
            attempts.add("second/b=answered");
        }
        return attempts;
    }

    private static String ask(Cell cell) {
        String options = cell.stream() ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return "{\"model\":\"" + (cell.withFallback() ? "pair" : "alone") + "\",\"stream\":" + cell.stream()
                + options
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello ☕"
                + "x".repeat(cell.play().bodyBytes())
                + "\"}]}";
    }

    private String configuration(Play play) {
        String limit = play.limit().map(setting -> ", " + setting + ": 150ms").orElse("");
        return """
                retry: {attempts: 2, backoff: 1ms, longest-wait: 2s}
                default: {provider: second}
                providers:
                  first: {kind: openai-compatible, base-url: "%s"%s}
                  second: {kind: openai-compatible, base-url: "%s"}
                routes:
                  alone: first/a
                  pair: [first/a, second/b]
                """.formatted(play.address().apply(first.baseUri().toString()), limit, second.baseUri());
    }
}
