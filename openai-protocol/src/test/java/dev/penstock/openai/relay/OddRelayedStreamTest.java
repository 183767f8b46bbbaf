package dev.penstock.openai.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ServerEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Relayed answers with finish reasons and events that their API does not document.
final class OddRelayedStreamTest {
    private static final String START = "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}";
    private static final String BLOCK = "{\"type\":\"content_block_start\",\"index\":0}";
    private static final String DELTA = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"},"
            + "\"usage\":{\"output_tokens\":7}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";
    private static final String PING = "{\"type\":\"ping\"}";

    private final RelayedStream message = new RelayedStream(ClientApi.MESSAGES);
    private final RelayedStream response = new RelayedStream(ClientApi.RESPONSES);

    @ParameterizedTest
    @CsvSource({"model_context_window_exceeded, CONTEXT_WINDOW", "brand_new, OTHER", "MAX_TOKENS, LENGTH",
            "sensitive, CONTENT_FILTER"})
    void aStopReasonIsCarriedAsItIsAndUnderstood(String word, FinishReason reason) {
        feed(message, START, BLOCK, DELTA.formatted(word), STOP);
        ChatEnd end = message.end().orElseThrow();

        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.unknownWord()).isEqualTo(Optional.of(word).filter("brand_new"::equals));
        assertThat(texts(message)).containsExactly(START, BLOCK, DELTA.formatted(word), STOP);
        assertThat(whole("{\"type\":\"message\",\"stop_reason\":\"" + word + "\"}", ClientApi.MESSAGES)
                .completion())
                .hasValueSatisfying(answer -> {
                    assertThat(answer.end().reason()).isEqualTo(reason);
                    assertThat(answer.end().unknownWord()).isEqualTo(end.unknownWord());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "abort", "network_error", "insufficient_system_resource", "Cancelled"})
    void aStopReasonThatReportsAnInterruptionIsAFailure(String word) {
        feed(message, START, BLOCK, DELTA.formatted(word), STOP);

        assertThat(message.failure())
                .hasValueSatisfying(detail -> assertThat(detail.message()).contains(word));
        assertThat(message.garbled()).isFalse();
        assertThat(message.end()).isEmpty();
        assertThat(texts(message)).containsExactly(START, BLOCK);
        assertThat(message.usage()).contains(Usage.of(5, 7));
        assertThat(whole("{\"type\":\"message\",\"stop_reason\":\"" + word + "\"}", ClientApi.MESSAGES)
                .failure())
                .isPresent();
    }

    @Test
    void whatOnlyOpensAMessageIsNotHandedOverIfAnInterruptionFollows() {
        feed(message, START, PING, DELTA.formatted("abort"));

        assertThat(message.failure()).isPresent();
        assertThat(message.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens, LENGTH", "content_filter, CONTENT_FILTER", "'', LENGTH",
            "model_context_window_exceeded, CONTEXT_WINDOW", "brand_new, OTHER"})
    void anIncompleteResponseIsCarriedAsItIsAndUnderstood(String word, FinishReason reason) {
        feed(response, incomplete(word));
        ChatEnd end = response.end().orElseThrow();

        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.unknownWord()).isEqualTo(Optional.of(word).filter("brand_new"::equals));
        assertThat(texts(response)).containsExactly(incomplete(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error", "abort", "timeout", "interrupted"})
    void anIncompleteResponseThatWasInterruptedIsAFailure(String word) {
        feed(response, incomplete(word));

        assertThat(response.failure()).isPresent();
        assertThat(response.end()).isEmpty();
        assertThat(response.take()).isEmpty();
        assertThat(whole("{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"" + word + "\"}}",
                ClientApi.RESPONSES).failure()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"ping;{'type':'ping'}", "x-note;no JSON",
            "heartbeat;1",
            "vertex_event;{'a':1}"})
    void anEventOfAnUnknownNameIsCarriedAsItIs(String name, String data) {
        String json = data.replace('\'', '"');
        message.accept(event(name, json));
        feed(message, START, BLOCK);
        message.accept(event(name, json));
        feed(message, DELTA.formatted("end_turn"));
        message.accept(event(name, json));
        feed(message, STOP);

        assertThat(message.end()).isPresent();
        assertThat(texts(message))
                .containsExactly(json, START, BLOCK, json, DELTA.formatted("end_turn"), json, STOP);
    }

    @Test
    void anEventThatIsNamedAsIfItHadNoNameIsNamedByItsType() {
        message.accept(event("message", START));
        message.accept(event("message", BLOCK));

        assertThat(message.take()).extracting(ChatChunk::event)
                .containsExactly(Optional.of("message_start"), Optional.of("content_block_start"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lorem", "{}", "{\"choices\":[]}", " ", "[DONE]", "[DONE] "})
    void nothingBehindTheStopReasonMakesAWholeMessageAFailure(String oddity) {
        feed(message, START, BLOCK, DELTA.formatted("end_turn"));
        message.accept(event("", oddity));
        message.accept(event("message_delta", oddity));
        feed(message, STOP);
        message.accept(event("", oddity));

        assertThat(message.failure()).isEmpty();
        assertThat(message.end()).get().extracting(ChatEnd::reason).isEqualTo(FinishReason.STOP);
    }

    @Test
    void anErrorBehindTheStopReasonIsAFailure() {
        feed(message, START, BLOCK, DELTA.formatted("end_turn"));
        message.accept(event("error",
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Ouch\"}}"));

        assertThat(message.failure()).isPresent();
        assertThat(message.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "keepalive", "heartbeat"})
    void aThousandSignsOfLifeDoNotBeginAnAnswer(String name) {
        feed(message, START);
        for (int i = 0; i < 1000; i++) {
            message.accept(event(name, PING));
        }
        assertThat(message.take()).isEmpty();

        feed(message, BLOCK);
        assertThat(message.take()).hasSizeBetween(3, 64);
    }

    private static String incomplete(String word) {
        return "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                + "\"incomplete_details\":{\"reason\":\"" + word + "\"}}}";
    }

    private static RelayedWhole whole(String body, ClientApi api) {
        return RelayedWhole.read(api, body.getBytes(UTF_8));
    }

    private static void feed(RelayedStream stream, String... events) {
        for (String event : events) {
            stream.accept(event(event.replaceFirst("^\\{\"type\":\"([^\"]+)\".*", "$1"), event));
        }
    }

    private static ServerEvent event(String name, String data) {
        return new ServerEvent(name, JsonText.of(data), OptionalInt.empty());
    }

    private static List<String> texts(RelayedStream stream) {
        return stream.take().stream().map(chunk -> chunk.json().text()).toList();
    }
}
