package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.fake.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorJsonTest {
    @Test
    void readsOpenAisShapeWithItsCodeAndType() {
        assertThat(fixture("dashscope/error-429.json").code()).isPresent();
        assertThat(fixture("dashscope/error-401.json").message()).isNotBlank();
        assertThat(fixture("local/vllm-error-404.json").status()).isEqualTo(OptionalInt.of(404));
    }

    @Test
    void readsFlatObjectsAndMereStrings() {
        assertThat(fixture("dashscope/error-429-native.json").code()).isPresent();
        assertThat(fixture("local/vllm-error-flat-legacy.json").message()).isNotBlank();
        assertThat(fixture("local/vllm-error-401.json").message()).isEqualTo("Unauthorized");
        assertThat(fixture("local/lmstudio-error-string.json").message()).isNotBlank();
    }

    @Test
    void readsErrorsThatAreFramedAsEventStreams() {
        assertThat(httpFixture("dashscope/error-stream-400-sse-framed.http").message()).isNotBlank();
        assertThat(httpFixture("dashscope/error-event-arrearage.http")).satisfies(detail -> {
            assertThat(detail.status()).isEqualTo(OptionalInt.of(400));
            assertThat(detail.code()).contains("Arrearage");
        });
    }

    @Test
    void readsOpenRoutersNumbersEnvelopesAndChoices() {
        assertThat(fixture("openrouter/error-402.json").status()).isEqualTo(OptionalInt.of(402));
        assertThat(fixture("openrouter/error-429-metadata.json").type()).isPresent();
        assertThat(httpFixture("openrouter/error-429-availability.http")).satisfies(detail -> {
            assertThat(detail.status()).isEqualTo(OptionalInt.of(429));
            assertThat(detail.retryAfter()).isPresent()
                    .get()
                    .satisfies(
                            wait -> assertThat(wait).isGreaterThan(Duration.ZERO));
        });
        assertThat(fixture("openrouter/nonstream-error-200.json").message()).isNotBlank();
    }

    @Test
    void aMessageBesideDataIsNotAnError() {
        String body = "{\"code\":0,\"message\":\"success\",\"data\":[{\"embedding\":[0.5]}]}";

        assertThat(ErrorJson.read(JsonTrees.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "\"429\""})
    void takesAWordForTheCodeBeforeANumberThatTellsTheStatus(String number) {
        String body = """
                {"error":{"message":"m","code":%s,"availability":{"code":"capacity_exhausted"},
                          "metadata":{"error_type":"rate_limit_exceeded"}}}
                """.formatted(number);
        FailureDetail detail = found(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8)), body);

        assertThat(detail.code()).contains("capacity_exhausted");
        assertThat(detail.type()).contains("rate_limit_exceeded");
        assertThat(detail.status()).isEqualTo(OptionalInt.of(429));
    }

    @Test
    void keepsANumberBesideWhichNoWordStands() {
        assertThat(fixture("openrouter/error-402.json").code()).contains("402");
        assertThat(fixture("openrouter/error-402.json").type()).contains("payment_required");
    }

    @Test
    void findsNoErrorInAnswersAndInPages() {
        assertThat(ErrorJson.readBody(Fixtures.bytes("dashscope/nonstream.json"))).isEmpty();
        assertThat(ErrorJson.readBody(Fixtures.bytes("dashscope/stream-text.sse"))).isEmpty();
        assertThat(ErrorJson.readBody(body("edge/html-502.http"))).isEmpty();
        assertThat(ErrorJson.readBody(new byte[0])).isEmpty();
    }

    @Test
    void findsNoErrorInBytesThatAreNoText() {
        assertThat(ErrorJson.readBody(new byte[]{0, 0, 'A', 0, 1, 2, 3, (byte) 0xff})).isEmpty();
    }

    @Test
    void takesAnEndlessWaitForALongOne() {
        String body = "{\"error\":{\"message\":\"m\",\"availability\":{\"retry_after\":1e300}}}";

        assertThat(found(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8)), body).retryAfter())
                .contains(Duration.ofDays(365));
    }

    private static FailureDetail fixture(String name) {
        return found(ErrorJson.readBody(Fixtures.bytes(name)), name);
    }

    private static FailureDetail httpFixture(String name) {
        return found(ErrorJson.readBody(body(name)), name);
    }

    private static FailureDetail found(Optional<FailureDetail> detail, String name) {
        assertThat(detail).as(name).isPresent();
        return detail.orElseThrow();
    }

    /// What stands behind the head of an `.http` transcript.
    private static byte[] body(String name) {
        String whole = new String(Fixtures.bytes(name), StandardCharsets.ISO_8859_1);
        return whole.substring(whole.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\":\"too big\"}",
            "[{\"error\":{\"code\":400,\"message\":\"too big\"}}]",
            "{\"message\":\"too big\"}", "{\"errors\":[{\"message\":\"too big\"}]}",
            "{\"errors\":[\"too big\"]}",
            "{\"error\":\"too big\"}", "{\"error\":[\"too big\"]}",
            "{\"title\":\"Bad\",\"detail\":\"too big\"}",
            "{\"error_msg\":\"too big\"}", "\"too big\"", "too big\n",
            "{\"detail\":{\"message\":\"too big\"}}"})
    void readsTheTextOfEveryCommonShape(String body) {
        assertThat(found(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8)), body).message())
                .isEqualTo("too big");
    }

    @Test
    void readsAnErrorOfAnUnknownShapeAsItsJson() {
        String body = "{\"error\":{\"kind\":{\"of\":\"trouble\"}}}";

        assertThat(ErrorJson.read(JsonTrees.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow()))
                .get()
                .extracting(FailureDetail::message)
                .isEqualTo("{\"kind\":{\"of\":\"trouble\"}}");
    }

    @Test
    void namesTheFieldsThatFastApiFindsAtFault() {
        String body = """
                {"detail":[{"loc":["body","messages",0],"msg":"field required"},{"loc":["body"],"msg":"bad"}]}""";

        assertThat(found(ErrorJson.readBody(body.getBytes(StandardCharsets.UTF_8)), body).message())
                .isEqualTo("body.messages.0: field required; body: bad");
    }

    @Test
    void takesNoBytesForText() {
        assertThat(ErrorJson.readBody(new byte[]{31, -117, 8, 0, 0})).isEmpty();
        assertThat(ErrorJson.readBody("<p>no</p>".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
