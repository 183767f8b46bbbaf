package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatJsonTest {
    @Test
    void liftsTheHeadAndKeepsTheBodyByteForByte() {
        String body = " {\"mod\\u0065l\" : \"qwen\\u0033-max\",\"x\":1.50e+3,\"messages\":[{\"role\":\"user\"}],"
                + "\"stream\":true,\"stream_options\":{\"include_usage\":true}} ";
        ChatRequest request = read(body);

        assertThat(request.model()).contains("qwen3-max");
        assertThat(request.stream()).isTrue();
        assertThat(request.wantsUsage()).isTrue();
        assertThat(request.body().json().text()).isEqualTo(body);
        assertThat(request.body().member("x").map(request.body()::value).orElseThrow().text())
                .isEqualTo("1.50e+3");
    }

    @Test
    void takesNullForAbsent() {
        ChatRequest request = read(
                "{\"model\":null,\"stream\":null,\"stream_options\":null,\"messages\":[1]}");

        assertThat(request.model()).isEmpty();
        assertThat(request.stream()).isFalse();
    }

    @Test
    void goesByTheLastOfSeveralMembersOfOneName() {
        assertThat(read("{\"model\":\"a\",\"messages\":[1],\"model\":\"b\"}").model()).contains("b");
    }

    @Test
    void looksForTheModelAtTheTopLevelOnly() {
        assertThat(read("{\"messages\":[{\"model\":\"inner\"}]}").model()).isEmpty();
    }

    @Test
    void saysWhereJsonIsBroken() {
        assertRefused("{\"messages\":[1],\n  oops}", "line 2, column 3");
        assertRefused("", "nothing but white space");
        assertRefused("[1]", "an object was expected");
        assertRefused("{\"messages\":[1]} {}", "behind the object's end");
        assertRefused("{\"messages\":[\"", "line 1");
        assertRefused("\u0000{", "not UTF-8");
        assertRefused("{\"messages\":" + "[".repeat(2000), "deeper than 1000 levels");
    }

    @Test
    void saysInPlainWordsWhereJsonWasCutShort() {
        assertThat(refusal("{\"messages\":[1,\n {"))
                .isEqualTo("The request body is not a JSON object: line 2, column 3:"
                        + " the text ends here, before the object does");
        assertThat(refusal("{\"messages\":[\"in the middle of a str"))
                .endsWith("line 1, column 37: the text ends here, before the object does");
        assertThat(refusal("{\"messages\":")).endsWith("the text ends here, before the object does");
        assertThat(refusal("{\"messages\":tr")).contains("line 1, column").doesNotContain("Source");
        assertThat(refusal("{\"messages\":[1}"))
                .contains("line 1, column 15", "starting at line 1, column 13")
                .doesNotContain("Source");
    }

    @Test
    void refusesABodyWithoutMessagesAndAHeadOfTheWrongTypes() {
        assertRefused("{}", "'messages' is missing");
        assertRefused("{\"input\":\"hi\"}", "Responses body");
        assertRefused("{\"messages\":\"hi\"}", "has to be an array");
        assertRefused("{\"messages\":[ ]}", "at least one message");
        assertRefused("{\"messages\":[1],\"model\":3}", "'model' has to be a string");
        assertRefused("{\"messages\":[1],\"stream\":\"yes\"}", "'stream' has to be true or false");
        assertRefused("{\"messages\":[1],\"stream_options\":[]}", "'stream_options' has to be an object");
    }

    private static void assertRefused(String body, String words) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(RefusedException.class).hasMessageContaining(words);
    }

    private static String refusal(String body) {
        return catchThrowableOfType(RefusedException.class, () -> read(body)).refusal().message();
    }

    private static ChatRequest read(String body) {
        return ChatJson.read(body.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
