package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every recorded transcript, through the provider it belongs to, to the client. The table of what has to come of each
/// stands in `fixture-outcomes.txt`.
final class FixturesIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// One line of the table.
    ///
    /// @param sent the status the transcript is sent with; of no account to those that have one of their own
    /// @param stream whether the client asks for a stream
    /// @param status what the client gets
    /// @param end `whole`, `broken-off`, or the error's code
    /// @param words what the answer has to hold
    record Row(String fixture, String kind, int sent, boolean stream, int status, String end, String words) {
        static Row read(String line) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            return new Row(cells[0], cells[1], Integer.parseInt(cells[2]), cells[3].equals("stream"),
                    Integer.parseInt(cells[4]), cells[5], cells[6]);
        }

        @Override
        public String toString() {
            return fixture + " through " + kind + (stream ? ", streamed" : ", whole");
        }
    }

    static List<Row> table() {
        try (InputStream in = FixturesIT.class.getResourceAsStream("fixture-outcomes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Row::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hasARowForEveryFixture() {
        assertThat(table()).extracting(Row::fixture)
                .containsAll(Fixtures.names()
                        .stream()
                        .filter(name -> !name.startsWith("expected/") && !name.contains("responses"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("table")
    void endsAsItHasTo(Row row) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                RunningGateway gateway = RunningGateway.of(row.kind(), upstream)) {
            upstream.answer(Reply.fixture(row.sent(), row.fixture()));
            try (RawExchange exchange = new RawExchange(gateway.port(), ask(row.stream()))) {
                RawExchange.Answer answer = exchange.read();
                UsageRecord line = gateway.settled();

                assertThat(outcome(answer)).isEqualTo(row.status() + " " + row.end());
                assertThat(answer.body()).contains(row.words());
                assertThat(line.outcome())
                        .isEqualTo(row.end().equals("whole") ? Outcome.COMPLETED : Outcome.FAILED);
                assertThat(answer.headers()).containsKey("x-request-id");
            }
        }
    }

    private static String outcome(RawExchange.Answer answer) throws IOException {
        if (answer.status() != 200) {
            JsonNode error = MAPPER.readTree(answer.body()).path("error");
            assertThat(error.path("message").asText()).isNotBlank();
            return answer.status() + " " + error.path("code").asText();
        }
        if (answer.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            assertThat(MAPPER.readTree(answer.body()).path("choices")).isNotEmpty();
            return "200 whole";
        }
        boolean done = answer.body().endsWith("\n\ndata: [DONE]\n\n")
                || answer.body().equals("data: [DONE]\n\n");
        String last = answer.body().strip().substring(answer.body().strip().lastIndexOf("data: "));
        assertThat(answer.whole()).as("the end of the body is told").isEqualTo(done);
        assertThat(last.startsWith("data: {\"error\":")).as("the last event is an error").isNotEqualTo(done);
        for (String event : answer.body().strip().split("\n\n", -1)) {
            assertThat(event).startsWith("data: ").doesNotContain("\n");
        }
        return done ? "200 whole" : "200 broken-off";
    }

    private static String ask(boolean stream) {
        return """
                {"model":"qwen3-max","messages":[{"role":"user","content":"Hello"}],"stream":%s}"""
                .formatted(stream);
    }
}
