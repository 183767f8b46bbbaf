package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where texts and embeddings are not like chats.
@Timeout(60)
final class OpenAiTextsTest extends ProviderTestBed {
    private static final String PIECES = """
            data: {"id":"c","object":"text_completion","choices":[{"index":0,"text":"a "}]}

            data: {"choices":[{"index":1,"text":"x"},{"index":0,"text":"b"}]}

            data: {"choices":[{"index":0,"text":"","finish_reason":"stop"},{"index":1,"text":"y","finish_reason":"length"}]}

            """;

    private final TextCompletionPort texts = provider.texts().orElseThrow();
    private final EmbeddingPort embeddings = provider.embeddings().orElseThrow();

    @Test
    void putsTheTextsOfAStreamTogether() {
        upstream.answer(Reply.sse(PIECES));

        assertThat(texts.complete(call("{\"prompt\":\"p\"}", "prompt")).json().text())
                .isEqualTo("{\"id\":\"c\",\"object\":\"text_completion\",\"choices\":["
                        + "{\"index\":0,\"finish_reason\":\"stop\",\"text\":\"a b\"},"
                        + "{\"index\":1,\"finish_reason\":\"length\",\"text\":\"xy\"}]}");
    }

    @Test
    void makesAChunkOfEachTextOfAWholeAnswer() {
        upstream.answer(Reply.json(200,
                """
                        {"object":"text_completion","choices":[{"text":"a","index":0,"finish_reason":"stop"},\
                        {"text":"b","index":1,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""));
        List<ChatChunk> chunks = new ArrayList<>();

        var _ = texts.stream(call("{\"prompt\":\"p\"}", "prompt"), chunks::addAll);

        assertThat(chunks).extracting(chunk -> chunk.json().text())
                .containsExactly(
                        "{\"object\":\"text_completion\",\"choices\":[{\"text\":\"a\",\"index\":0,\"finish_reason\":\"stop\"}]}",
                        "{\"object\":\"text_completion\",\"choices\":[{\"text\":\"b\",\"index\":1,\"finish_reason\":\"stop\"}]}",
                        "{\"object\":\"text_completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{\"prompt\":[\"a\",\"b\",\"c\"]}",
            "{\"prompt\":[[1,2],[3],[4]]}",
            "{\"prompt\":\"a\",\"n\":3}", "{\"prompt\":[\"a\",\"b\"],\"n\":2}"})
    void waitsForAsManyTextsAsWereAskedFor(String body) {
        upstream.answer(Reply.sse(PIECES));

        assertThatThrownBy(() -> texts.stream(call(body, "prompt"), _ -> {
        })).hasMessageContaining("stopped in the middle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt\":[\"a\",\"b\"]}", "{\"prompt\":[1,2,3,4]}", "{\"prompt\":[ ]}",
            "{\"prompt\":\"a\",\"n\":2}"})
    void waitsForNoMore(String body) {
        upstream.answer(Reply.sse(PIECES));
        List<ChatChunk> chunks = new ArrayList<>();

        var _ = texts.stream(call(body, "prompt"), chunks::addAll);

        assertThat(chunks).hasSize(3);
    }

    @Test
    void dropsNoTextThatComesWithTheUsageAfterTheFinish() {
        upstream.answer(Reply.sse(PIECES
                + "data: {\"choices\":[{\"index\":0,\"text\":\"late\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n"
                + "data: [DONE]\n\n"));
        List<ChatChunk> chunks = new ArrayList<>();

        var _ = texts.stream(call("{\"prompt\":\"p\"}", "prompt"), chunks::addAll);

        assertThat(chunks).extracting(chunk -> chunk.json().text()).anyMatch(text -> text.contains("late"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"data\":[", "{\"data\":[]} {}", "{\"data\":{}}", "[]", "null"})
    void takesNothingElseForEmbeddings(String body) {
        upstream.answer(Reply.json(200, body));

        assertThat(embedding().failure()).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void findsAnErrorThatIsDressedAsASuccess() {
        upstream.answer(
                Reply.json(200, "{\"error\":{\"message\":\"no " + KEY.reveal() + "\",\"code\":429}}"));

        UpstreamFailure failure = embedding().failure();

        assertThat(failure).isNotInstanceOf(UpstreamFailure.Garbled.class);
        assertThat(failure.detail().message()).isEqualTo("no ***");
    }

    private UpstreamException embedding() {
        return catchThrowableOfType(UpstreamException.class,
                () -> embeddings.embed(call("{\"input\":\"a\"}", "input")));
    }

    private static ChatCall call(String body, String required) {
        return new ChatCall("req_test",
                ChatJson.read(body.getBytes(StandardCharsets.UTF_8), Map.of(), required), "some-model",
                Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE, new Cancellation());
    }
}
