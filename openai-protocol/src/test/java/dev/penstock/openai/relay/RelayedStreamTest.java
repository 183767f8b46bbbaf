package dev.penstock.openai.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedStreamTest {
    private static final String START = """
            {"type":"message_start","message":{"usage":{"input_tokens":5,"cache_creation_input_tokens":20,\
            "cache_read_input_tokens":100,"output_tokens":1}}}""";
    private static final String BLOCK = "{\"type\":\"content_block_start\",\"index\":0}";
    private static final String DELTA = """
            {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}""";
    private static final String STOP = "{\"type\":\"message_stop\"}";
    private static final String CREATED = "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}";

    private final RelayedStream message = new RelayedStream(ClientApi.MESSAGES);
    private final RelayedStream response = new RelayedStream(ClientApi.RESPONSES);

    @Test
    void relaysEveryEventOfAMessageAsItIs() {
        feed(message, START, BLOCK, DELTA, STOP);
        assertThat(message.done()).isTrue();
        assertThat(message.end()).isPresent();

        assertThat(message.take()).extracting(ChatChunk::json)
                .extracting(JsonText::text)
                .containsExactly(START, BLOCK, DELTA, STOP);
    }

    @Test
    void namesEventsByTheirTypeWhereTheUpstreamDoesNot() {
        read(message, "data: " + START + "\n\ndata: " + BLOCK + "\n\n");

        assertThat(message.take()).extracting(ChatChunk::event)
                .containsExactly(Optional.of("message_start"), Optional.of("content_block_start"));
    }

    @Test
    void addsUpWhatAMessageHasCost() {
        feed(message, START, BLOCK, DELTA, STOP);

        assertThat(message.end()).contains(
                new ChatEnd(FinishReason.STOP,
                        Optional.of(new Usage(125, 100, 20, 15, 0, 140, Optional.empty()))));
    }

    @Test
    void keepsTheLastEventOfAnAnswerThatIsNotWhole() {
        feed(message, START, BLOCK, STOP);

        assertThat(message.take()).hasSize(2);
        assertThat(message.end()).as("nobody said why it stopped").isEmpty();
        assertThat(message.take()).isEmpty();
    }

    @Test
    void takesEachCounterByItsLastWord() {
        feed(message, START, BLOCK,
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                        + "\"usage\":{\"input_tokens\":7,\"output_tokens\":15}}");

        assertThat(message.usage()).contains(new Usage(127, 100, 20, 15, 0, 142, Optional.empty()));
    }

    /// The prompt of `START` is 5 + 100 + 20.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "'input_tokens':0,'cache_read_input_tokens':0,'cache_creation_input_tokens':0,'output_tokens':15; 125; 100; 20",
            "'input_tokens':0,'output_tokens':15; 125; 100; 20",
            "'input_tokens':null,'cache_read_input_tokens':null,'output_tokens':15; 125; 100; 20",
            "'input_tokens':3,'cache_read_input_tokens':0,'output_tokens':15; 125; 100; 20",
            "'input_tokens':25,'cache_read_input_tokens':0,'output_tokens':15; 145; 100; 20",
            "'input_tokens':4,'cache_read_input_tokens':101,'output_tokens':15; 125; 101; 20"})
    void keepsThePromptThatALaterEventReportsAsNothing(String counters, long prompt, long cached,
            long written) {
        feed(message, START, BLOCK, "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                + "\"usage\":{" + counters.replace('\'', '"') + "}}", STOP);

        assertThat(message.usage())
                .contains(new Usage(prompt, cached, written, 15, 0, prompt + 15, Optional.empty()));
    }

    /// Servers of other models report the whole prompt as input at first.
    @Test
    void takesALaterSplitOfTheSamePrompt() {
        feed(message, START.replace("100,", "0,").replace("20,", "0,").replace("5,", "110,"), BLOCK,
                DELTA.replace("\"output_tokens\"",
                        "\"input_tokens\":10,\"cache_read_input_tokens\":100,\"output_tokens\""),
                STOP);

        assertThat(message.usage()).contains(new Usage(110, 100, 0, 15, 0, 125, Optional.empty()));
    }

    @Test
    void keepsTheOutputThatALaterEventReportsAsNothing() {
        feed(message, START, BLOCK, DELTA,
                "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":0}}",
                STOP);

        assertThat(message.usage()).contains(new Usage(125, 100, 20, 15, 0, 140, Optional.empty()));
    }

    @Test
    void countsCacheWritesOfAResponse() {
        feed(response, CREATED,
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],"
                        + "\"usage\":{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":4},"
                        + "\"output_tokens\":3}}}");

        assertThat(response.usage()).contains(new Usage(9, 2, 4, 3, 0, 12, Optional.empty()));
    }

    @Test
    void tellsWhatAFailedAnswerHasCost() {
        feed(message, START, BLOCK,
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"No\"}}");
        feed(response, CREATED,
                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"x\","
                        + "\"message\":\"No\"},\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}}");

        assertThat(message.failure()).isPresent();
        assertThat(message.usage()).contains(new Usage(125, 100, 20, 1, 0, 126, Optional.empty()));
        assertThat(response.usage()).contains(new Usage(9, 0, 0, 3, 0, 12, Optional.empty()));
    }

    @Test
    void countsThinkingAsAPartOfWhatWasSaid() {
        feed(message, START, BLOCK, DELTA.replace("\"output_tokens\":15",
                "\"output_tokens\":15,\"output_tokens_details\":{\"thinking_tokens\":6}"), STOP);

        assertThat(message.usage()).contains(new Usage(125, 100, 20, 15, 6, 140, Optional.empty()));
    }

    @Test
    void tellsWhatAMessageHasCostBeforeItsEnd() {
        feed(message, START);

        assertThat(message.usage()).contains(new Usage(125, 100, 20, 1, 0, 126, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"end_turn, STOP", "stop_sequence, STOP", "max_tokens, LENGTH", "tool_use, TOOL_CALLS",
            "refusal, CONTENT_FILTER", "pause_turn, OTHER"})
    void knowsWhyAMessageStopped(String word, FinishReason reason) {
        feed(message, START, BLOCK, DELTA.replace("end_turn", word), STOP);

        assertThat(message.end()).get().extracting(ChatEnd::reason).isEqualTo(reason);
    }

    @Test
    void keepsTheOpeningBackUntilThereIsSomethingBehindIt() {
        feed(message, START, "{\"type\":\"ping\"}");
        assertThat(message.take()).isEmpty();

        feed(message, BLOCK);
        assertThat(message.take()).hasSize(3);
    }

    @Test
    void neverTakesACutStreamForAWholeOne() {
        assertThat(message.end()).isEmpty();
        feed(message, START, BLOCK, DELTA);
        feed(response, CREATED, "{\"type\":\"response.output_text.delta\"}");

        assertThat(message.end()).isEmpty();
        assertThat(response.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"overloaded_error, 529", "rate_limit_error, 429", "invalid_request_error, 400",
            "api_error, 500"})
    void readsTheStatusThatAnErrorsTypeStandsFor(String type, int status) {
        feed(message, START, "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"No\"}}");

        assertThat(message.failure()).get().satisfies(detail -> {
            assertThat(detail.status()).hasValue(status);
            assertThat(detail.message()).isEqualTo("No");
        });
        assertThat(message.end()).isEmpty();
        assertThat(message.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"completed, '', STOP", "completed, function_call, TOOL_CALLS", "incomplete, message, LENGTH"})
    void knowsHowAResponseEnded(String status, String item, FinishReason reason) {
        feed(response, CREATED, "{\"type\":\"response." + status + "\",\"response\":{\"status\":\"" + status
                + "\",\"output\":[{\"type\":\"" + item + "\"}],\"usage\":{\"input_tokens\":9,"
                + "\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":3,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":12}}}");

        assertThat(response.end()).contains(
                new ChatEnd(reason, Optional.of(new Usage(9, 4, 0, 3, 2, 12, Optional.empty()))));
        assertThat(response.take()).extracting(ChatChunk::event).contains(Optional.of("response." + status));
    }

    @Test
    void takesAResponseThatFailedForAFailure() {
        read(response, new String(Fixtures.bytes("dashscope/responses-failed.sse"), StandardCharsets.UTF_8));

        assertThat(response.failure()).get().satisfies(detail -> {
            assertThat(detail.status()).hasValue(400);
            assertThat(detail.code()).contains("InvalidParameter");
            assertThat(detail.message()).isEqualTo("Unsupported parameter: tools[0].function");
        });
        assertThat(response.take()).isEmpty();
    }

    @Test
    void passesOverTheSentinelOfAnotherApi() {
        feed(message, START, BLOCK, DELTA);
        read(message, "data: [DONE]\n\n");
        assertThat(message.take()).hasSize(3);
        assertThat(message.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: lorem\n\n", "data: {}\n\n", "event: message_stop\ndata: lorem\n\n",
            "data: {\"choices\":[]}\n\n"})
    void takesWhatIsNoEventOfTheApiForGarbled(String event) {
        read(message, event);

        assertThat(message.garbled()).isTrue();
        assertThat(message.failure()).isPresent();
    }

    @Test
    void writesAnEventOnOneLine() {
        read(message, "event: content_block_start\ndata: {\"type\":\ndata: \"content_block_start\"}\n\n");

        assertThat(message.take()).extracting(chunk -> chunk.json().text())
                .containsExactly("{\"type\": \"content_block_start\"}");
    }

    private static void feed(RelayedStream stream, String... events) {
        for (String event : events) {
            String type = event.replaceFirst("^\\{\"type\":\"([^\"]+)\".*", "$1");
            read(stream, "event: " + type + "\ndata: " + event + "\n\n");
        }
    }

    private static void read(RelayedStream stream, String wire) {
        EventReader reader = new EventReader();
        byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, stream::accept);
        reader.end(stream::accept);
    }
}
