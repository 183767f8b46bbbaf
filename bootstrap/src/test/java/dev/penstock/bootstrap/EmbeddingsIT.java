package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.JsonValue;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What OpenAI's own Java SDK makes of embeddings, and what others send.
final class EmbeddingsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    /// 1.0, 0.5 and -2.0 as base64 of little-endian floats.
    private static final String PACKED = "AACAPwAAAD8AAADA";
    private static final String TAIL = "],\"model\":\"text-embedding-v4\",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}";
    private static final String TWO = "{\"object\":\"list\",\"data\":["
            + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[1.0, 0.5,-2E0]},"
            + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[0,0,1]}" + TAIL;
    private static final String ASK = "{\"model\":\"vectors/text-embedding-v4\",\"input\":\"Hello\"}";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.configured("""
            default: {provider: vectors}
            providers:
              vectors: {kind: dashscope, base-url: "%s", key: sk-test-vectors}
              demo: {kind: demo}
            routes:
              either: [demo/penstock-demo, vectors/text-embedding-v4]
            """.formatted(upstream.baseUri())));

    @Test
    void areGivenForEachOfSeveralInputs() {
        upstream.answer(Reply.json(200, TWO));

        CreateEmbeddingResponse answer = sdk.client()
                .embeddings()
                .create(asking("vectors/text-embedding-v4").inputOfArrayOfStrings(List.of("Grüße", "北京"))
                        .dimensions(64)
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .putAdditionalBodyProperty("text_type", JsonValue.from("query"))
                        .build());

        assertThat(answer.data()).extracting(Embedding::embedding)
                .containsExactly(List.of(1f, 0.5f, -2f), List.of(0f, 0f, 1f));
        assertThat(upstream.lastRequest().path()).endsWith("/embeddings");
        assertThat(upstream.lastRequest().header("authorization")).contains("Bearer sk-test-vectors");
        assertThat(upstream.lastRequest().text()).contains("\"input\":[\"Grüße\",\"北京\"]",
                "\"model\":\"text-embedding-v4\"", "\"dimensions\":64", "\"text_type\":\"query\"");
        UsageRecord line = sdk.gateway().settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.usage()).contains(Usage.of(9, 0));
        assertThat(line.timeToFirstToken()).isPresent();
    }

    @Test
    void arePackedIfTheClientLikesThemSo() {
        upstream.answer(
                Reply.json(200, "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":\"" + PACKED + "\"}" + TAIL));

        CreateEmbeddingResponse answer = sdk.client()
                .embeddings()
                .create(asking("vectors/text-embedding-v4").input("Hello")
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                        .build());

        assertThat(upstream.lastRequest().text()).contains("\"encoding_format\":\"base64\"");
        assertThat(answer.data().getFirst().embedding()).containsExactly(1f, 0.5f, -2f);
    }

    @Test
    void arePackedForAClientThatWantsThemSoEvenIfTheUpstreamSendsNumbers() {
        upstream.answer(Reply.json(200, TWO));

        Page answer = sdk.gateway()
                .post("/v1/embeddings", ASK.replace("}", ",\"encoding_format\":\"base64\"}"));

        assertThat(answer.body()).isEqualTo(TWO.replace("[1.0, 0.5,-2E0]", "\"" + PACKED + "\"")
                .replace("[0,0,1]", "\"AAAAAAAAAAAAAIA/\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Hello\"", "[ \"a\",\"b\" ]", "[1,2 ,3]", "[[1,2],[3]]", "\"\"", "[]"})
    void areAskedForAndGivenByteForByte(String input) {
        upstream.answer(Reply.json(200, " " + TWO + "\n"));
        String body = "{ \"input\" : %s,\"model\":\"%s\" , \"odd\":1E-0007}";

        Page answer = sdk.gateway()
                .post("/v1/embeddings", body.formatted(input, "vectors/text-embedding-v4"));

        assertThat(upstream.lastRequest().text()).isEqualTo(body.formatted(input, "text-embedding-v4"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(" " + TWO + "\n");
        assertThat(answer.header("x-penstock-upstream")).isEqualTo("vectors/text-embedding-v4");
    }

    @Test
    void comeFromTheNextUpstreamWhereTheFirstGivesNone() {
        upstream.answer(Reply.json(200, TWO));

        CreateEmbeddingResponse answer = sdk.client()
                .embeddings()
                .create(asking("either").input("Hello").build());

        assertThat(answer.data()).hasSize(2);
        assertThat(sdk.gateway().settled().attempts()).extracting(Attempt::result)
                .containsExactly("answered");
    }

    @Test
    void areClearlyRefusedWhereNobodyGivesThem() {
        NotFoundException failure = catchThrowableOfType(NotFoundException.class,
                () -> sdk.client().embeddings().create(asking("demo/penstock-demo").input("Hello").build()));

        assertThat(failure.code()).contains("unsupported_endpoint");
        assertThat(failure).hasMessageContaining("gives no embeddings");
        assertThat(sdk.gateway().settled().reason()).contains("unsupported_endpoint");
    }

    @Test
    void areThrottledWithTheTimeToWait() {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));

        RateLimitException failure = catchThrowableOfType(RateLimitException.class,
                () -> sdk.client()
                        .embeddings()
                        .create(asking("vectors/text-embedding-v4").input("Hello").build()));

        assertThat(failure.headers().values("retry-after")).containsExactly("60");
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void areNoSuccessIfTheyAreCutShort() {
        upstream.answer(Reply.head(200, "Content-Type: application/json").write(TWO.substring(0, 90)));

        InternalServerException failure = catchThrowableOfType(InternalServerException.class,
                () -> sdk.client()
                        .embeddings()
                        .create(asking("vectors/text-embedding-v4").input("Hello").build()));

        assertThat(failure.statusCode()).isEqualTo(502);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"m\"}", "{\"input\":null}", "{\"messages\":[{}]}"})
    void areNotMadeOfNothing(String body) {
        Page answer = sdk.gateway().post("/v1/embeddings", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").path("code").asText()).isEqualTo("missing_required_parameter");
        assertThat(answer.json().path("error").path("param").asText()).isEqualTo("input");
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void areNotWaitedForWhenTheClientIsGone() throws IOException {
        upstream.answer(Reply.silent());
        try (RawExchange _ = new RawExchange(sdk.gateway().port(), "/v1/embeddings",
                ASK.getBytes(StandardCharsets.UTF_8))) {
            var _ = upstream.awaitRequest(SOON);
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    private static EmbeddingCreateParams.Builder asking(String model) {
        return EmbeddingCreateParams.builder().model(model);
    }
}
