package dev.penstock.openai.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeAnswerTest {
    private static final String PLAIN = """
            { "choices":[ {"index":0,"message":{"content":"é"},"finish_reason":"length"} ],
              "usage":{"prompt_tokens":1,"completion_tokens":2} }""";

    @Test
    void carriesTheBodyAndTellsHowItEnded() {
        WholeAnswer answer = read(PLAIN).orElseThrow();

        assertThat(answer.failure()).isEmpty();
        assertThat(answer.completion().json().text()).isEqualTo(PLAIN);
        assertThat(answer.end().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.end().usage()).contains(Usage.of(1, 2));
        assertThat(answer.chunks()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "[{\"choices\":[{}]}]", "{", "{}", "{\"choices\":[]}",
            "{\"choices\":{\"a\":{}}}", "{\"choices\":\"text\"}", "{\"choices\":[1]}",
            "{\"choices\":[{},null]}",
            "{\"choices\":[{\"message\":\"text\"}]}", "{\"choices\":[{}]} {}"})
    void isNoneIfItHasNoChoicesInTheShapeThatClientsExpect(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void mindsNoLongNumbersAndNames() {
        assertThat(read("{\"choices\":[{}],\"" + "n".repeat(60_000) + "\":" + "7".repeat(1500) + "}"))
                .isPresent();
    }

    @Test
    void findsTheErrorThatCameWithASuccess() {
        assertThat(failure("{\"error\":\"busy\"}").message()).isEqualTo("busy");
        assertThat(failure("{\"choices\":[{\"error\":{\"message\":\"fell over\",\"code\":502}}]}"))
                .returns("fell over", FailureDetail::message)
                .returns(OptionalInt.of(502), FailureDetail::status);
    }

    @Test
    void takesAFinishReasonThatTellsAnErrorForOne() {
        assertThat(
                failure("""
                        {"choices":[{"message":{"content":"HTTP_STATUS/429 slower"},"finish_reason":"error_finish"}]}"""))
                .returns("HTTP_STATUS/429 slower", FailureDetail::message)
                .returns(OptionalInt.of(429), FailureDetail::status);
        assertThat(failure("{\"choices\":[{\"finish_reason\":\"error\"}]}").message()).isNotBlank();
    }

    private static FailureDetail failure(String body) {
        return read(body).flatMap(WholeAnswer::failure).orElseThrow();
    }

    private static Optional<WholeAnswer> read(String body) {
        return WholeAnswer.read(body.getBytes(UTF_8));
    }
}
