package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Finish reasons that OpenAI does not have, and events that are not chunks, to clients of each API.
final class FinishWordsIT {
    private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final FakeUpstream other = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.configured("""
            retry: {attempts: 1}
            providers:
              odd: {kind: openai-compatible, base-url: "%s"}
              well: {kind: openai-compatible, base-url: "%s"}
            routes:
              one: [odd/m]
              both: [odd/m, well/m]
            """.formatted(upstream.baseUri(), other.baseUri()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource({"messages, event: error, message_stop",
            "responses, event: response.failed, response.completed",
            "chat/completions, upstream interrupted, [DONE]"})
    void anInterruptionMidwayIsAFailureWithinTheStream(String path, String told, String end)
            throws IOException {
        upstream.answer(Reply
                .sse(Play.event(Play.CHUNK) + finish("insufficient_system_resource") + Play.event("[DONE]")));

        try (RawExchange exchange = ask(path, "one", true)) {
            assertThat(exchange.linesToEnd()).contains("one", told).doesNotContain(end, "end_turn");
        }
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"messages, true", "messages, false", "responses, true", "responses, false",
            "chat/completions, true", "chat/completions, false"})
    void theNextUpstreamIsAskedIfNothingWasSentBeforeTheInterruption(String path, boolean stream)
            throws IOException {
        upstream.answer(stream
                ? Reply.sse(Play.event(Play.ROLE) + finish("abort") + Play.event("[DONE]"))
                : Reply.json(200, Play.COMPLETION.replace("stop", "abort")));
        Play.well(other);

        try (RawExchange exchange = ask(path, "both", stream)) {
            RawExchange.Answer answer = exchange.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("one").doesNotContain("abort");
        }
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.attempts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"messages;brand_new;\"stop_reason\":\"end_turn\"",
            "responses;brand_new;\"status\":\"completed\"",
            "chat/completions;brand_new;\"finish_reason\":\"brand_new\"",
            "messages;model_context_window_exceeded;\"stop_reason\":\"model_context_window_exceeded\"",
            "responses;model_context_window_exceeded;\"incomplete_details\":{\"reason\":\"max_output_tokens\"}",
            "chat/completions;model_context_window_exceeded;\"finish_reason\":\"length\"",
            "messages;MAX_TOKENS;\"stop_reason\":\"max_tokens\"",
            "chat/completions;MAX_TOKENS;\"finish_reason\":\"length\"",
            "responses;SAFETY;\"incomplete_details\":{\"reason\":\"content_filter\"}",
            "chat/completions;sensitive;\"finish_reason\":\"content_filter\""})
    void eachApiHasItsWordForAnEnd(String path, String word, String told) throws IOException {
        upstream.answerWith(request -> request.text().contains("\"stream\":true")
                ? Reply.sse(Play.event(Play.CHUNK) + finish(word) + Play.event("[DONE]"))
                : Reply.json(200, Play.COMPLETION.replace("stop", word)));
        for (boolean stream : new boolean[]{true, false}) {
            try (RawExchange exchange = ask(path, "one", stream)) {
                assertThat(exchange.read().body()).contains(told);
            }
            UsageRecord line = gateway.settled();
            assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(line.unknownFinish().isPresent()).isEqualTo(word.equals("brand_new"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "responses", "chat/completions"})
    void eventsOfUnknownNamesAndOdditiesBehindTheFinishDisturbNoClient(String path) throws IOException {
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(PING + Play.event(Play.ROLE) + PING + Play.event(Play.CHUNK) + PING + finish("stop")
                        + PING
                        + "data:  [DONE] \n\n: bye\n\n")
                .reset());

        try (RawExchange exchange = ask(path, "one", true)) {
            RawExchange.Answer answer = exchange.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("one").doesNotContain("error\":{");
            if (path.startsWith("chat")) {
                assertThat(answer.body()).doesNotContain("ping").endsWith("data: [DONE]\n\n");
            }
        }
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    private static String finish(String word) {
        return Play.event(Play.END.replace("stop", word));
    }

    private RawExchange ask(String path, String model, boolean stream) throws IOException {
        return new RawExchange(gateway.port(), "/v1/" + path,
                ("{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"max_tokens\":9,"
                        + (path.equals("responses")
                                ? "\"input\":\"Hi\"}"
                                : "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                        .getBytes(StandardCharsets.UTF_8));
    }
}
