package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpenAiUpstreamTest extends ProviderTestBed {
    private static final String WHOLE = """
            {"choices":[{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}]}""";
    private static final String STREAM = """
            data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            """;

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "APPLICATION/JSON"})
    void splitsAWholeAnswerHoweverItsTypeIsSpelt(String type) {
        upstream.answer(Reply.head(200, "Content-Type: " + type).write(WHOLE));
        List<ChatChunk> chunks = new ArrayList<>();

        assertThat(provider.chat().stream(call(), chunks::addAll).reason()).isEqualTo(FinishReason.STOP);
        assertThat(chunks).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "Text/Event-Stream;charset=UTF-8", "TEXT/EVENT-STREAM"})
    void collectsAStreamHoweverItsTypeIsSpelt(String type) {
        upstream.answer(Reply.head(200, "Content-Type: " + type).write(STREAM));

        assertThat(provider.chat().complete(call()).json().text()).contains("\"content\":\"Hello\"");
    }

    @Test
    void takesAStreamOfWhichNoAnswerCanBeMadeForGarbled() {
        upstream.answer(Reply.sse(STREAM.replace("{\"index\":0,\"delta\":{\"content\":\"Hello\"}}",
                "{\"index\":0},{\"message\":\"Hello\"}")));

        assertThatThrownBy(() -> provider.chat().complete(call())).isInstanceOf(UpstreamException.class)
                .hasMessage("test sent a chunk in which 'message' is no object")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void keepsNoMoreOfAStreamThanOfAWholeAnswer() {
        String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(1024 * 1024)
                + "\"}}]}\n\n";
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream").writeForEver(chunk));

        assertThatThrownBy(() -> provider.chat().complete(call())).isInstanceOf(UpstreamException.class)
                .hasMessageContaining("answered with more than");
    }

    @Test
    void blotsItsKeyOutOfEverythingAnUpstreamSays() {
        String key = KEY.reveal();
        upstream.answer(Reply.json(400, """
                {"error":{"message":"no %s","code":"c-%s","type":"t-%s","param":"p-%s"}}"""
                .formatted(key, key, key, key)));

        UpstreamException exception = catchThrowableOfType(UpstreamException.class,
                () -> provider.chat().complete(call()));

        assertThat(exception.failure().detail()).satisfies(detail -> {
            assertThat(detail.message()).isEqualTo("no ***");
            assertThat(detail.code()).contains("c-***");
            assertThat(detail.type()).contains("t-***");
            assertThat(detail.param()).contains("p-***");
        });
    }
}
