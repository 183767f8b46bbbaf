package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.WholeAnswer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Completions become messages.
final class WholeMessageTest {
    @Test
    void tellsWhatACompletionTells() {
        JsonNode message = message(
                "{'model':'theirs','choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],"
                        + "'usage':{'prompt_tokens':100,'completion_tokens':9,'prompt_tokens_details':"
                        + "{'cached_tokens':60,'cache_creation_input_tokens':30}}}");

        assertThat(message).isEqualTo(json("{'id':'msg_fake0001','type':'message','role':'assistant',"
                + "'model':'qwen3-max','content':[{'type':'text','text':'Hi'}],'stop_reason':'end_turn',"
                + "'stop_sequence':null,'usage':{'input_tokens':10,'cache_creation_input_tokens':30,"
                + "'cache_read_input_tokens':60,'output_tokens':9,'output_tokens_details':null,"
                + "'server_tool_use':null}}"));
    }

    @Test
    void hasThoughtsThenTextThenCalls() {
        JsonNode content = of(Fixtures.text("dashscope/nonstream-tool-calls.json")).path("content");

        assertThat(content.valueStream().map(block -> block.path("type").asText())).startsWith("thinking")
                .endsWith("tool_use", "tool_use")
                .doesNotContain("");
        assertThat(content.path(0).path("signature").asText())
                .isEqualTo(Signature.of(Signature.REASONING_CONTENT));
    }

    @Test
    void keepsTheSpellingOfInputs() {
        ChatCompletion completion = completion(
                call("{\\\"z\\\": 1.0, \\\"a\\\": [1E400, 123456789012345678901]}"));

        assertThat(CarriedJson.text(WholeMessage.of(completion, Streams.HEAD)))
                .contains("\"input\":{\"z\":1.0,\"a\":[1E400,123456789012345678901]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "null"})
    void callsWithoutArguments(String arguments) {
        assertThat(message(call(arguments)).path("content").path(0))
                .isEqualTo(json("{'type':'tool_use','id':'a','name':'f','input':{}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{} {}"})
    void failsAtArgumentsThatAreNoObject(String arguments) {
        assertThatThrownBy(() -> message(call(arguments))).isInstanceOf(UpstreamException.class)
                .hasMessageContaining("f");
    }

    @Test
    void leavesOutACallThatWasCut() {
        JsonNode message = message(call("{\\\"x").replace("tool_calls'}", "length'}"));

        assertThat(message.path("content").isEmpty()).isTrue();
        assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'content':[{'type':'text','text':'Hi'}]} | Hi",
            "{'content':null,'refusal':'No'} | No"})
    void readsEveryFormOfText(String said, String text) {
        assertThat(message("{'choices':[{'message':" + said + ",'finish_reason':'stop'}]}").path("content")
                .path(0)
                .path("text")
                .asText()).isEqualTo(text);
    }

    @Test
    void estimatesAUsageThatNobodyTold() {
        assertThat(message("{'choices':[{'message':{'content':'eight ch'},'finish_reason':'stop'}]}")
                .path("usage")
                .path("output_tokens")
                .asInt()).isEqualTo(2);
    }

    private static String call(String arguments) {
        return "{'choices':[{'message':{'content':null,'tool_calls':[{'id':'a','type':'function','function':"
                + "{'name':'f','arguments':'" + arguments + "'}}]},'finish_reason':'tool_calls'}]}";
    }

    private static JsonNode message(String completion) {
        return of(completion.replace('\'', '"'));
    }

    private static JsonNode of(String completion) {
        return json(CarriedJson.text(WholeMessage.of(completion(completion), Streams.HEAD)));
    }

    private static ChatCompletion completion(String json) {
        return WholeAnswer.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .completion();
    }
}
