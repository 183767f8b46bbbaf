package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallArgumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":1,\"a\":1.0,\"c\":-0,\"d\":1E400}", "{\"z\":[1,\"é\"],\"a\":{}}", "{}"})
    void keepsTheOrderOfKeysAndTheSpellingOfNumbers(String json) throws IOException {
        assertThat(CallArguments.text(CallArguments.object(TextNode.valueOf(json)))).isEqualTo(json);
        assertThat(CallArguments.text(CarriedJson.read(json))).isEqualTo(json);
    }

    @Test
    void takesNothingForNoArguments() {
        assertThat(CallArguments.object(TextNode.valueOf(" "))).isEmpty();
        assertThat(CallArguments.text(CarriedJson.NODES.missingNode())).isEqualTo("{}");
    }

    @Test
    void wrapsWhatIsNoJson() {
        assertThat(CallArguments.object(TextNode.valueOf("{\"a\":"))).isEqualTo(
                CarriedJson.object().put("INVALID_JSON", "{\"a\":"));
    }

    @Test
    void takesAnObjectAsItIsAndTheTextNullForNothing() {
        assertThat(CallArguments.object(CarriedJson.object().put("path", "a.txt"))).hasToString(
                "{\"path\":\"a.txt\"}");
        assertThat(CallArguments.object(TextNode.valueOf("null"))).isEmpty();
        assertThat(CallArguments.object(CarriedJson.object().path("missing"))).isEmpty();
    }

    @Test
    void keepsJsonThatIsNoObject() {
        assertThat(CallArguments.object(TextNode.valueOf("[1]"))).hasToString("{\"INVALID_JSON\":\"[1]\"}");
        assertThat(CallArguments.object(CarriedJson.parsed("[1]").orElseThrow()))
                .hasToString("{\"INVALID_JSON\":\"[1]\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"{}x\"", "\"{\"", "\"[1]\"", "[1]", "7", "\"7\"", "true", "\"\\\"x\\\"\""})
    void refusesWhatIsNoObjectInAnAnswer(String arguments) throws IOException {
        assertThat(CallArguments.input(CarriedJson.read(arguments))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "\"null\"", "\" null\"", "{}", "\"{}\""})
    void takesNothingForAnEmptyObjectInAnAnswerAndInAText(String arguments) throws IOException {
        assertThat(CallArguments.input(CarriedJson.read(arguments)).orElseThrow()).isEmpty();
        assertThat(CallArguments.text(CarriedJson.read(arguments))).isEqualTo("{}");
    }
}
