package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.failure.UpstreamException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [FieldRules], [OfferedFunctions] and [MessageText] make of requests for another API.
final class OtherApiWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'n':1}", "{'n':1.0}", "{'n':null}", "{'stop':[]}", "{'stop':''}",
            "{'response_format':{'type':'text'}}"})
    void refusesNoFieldThatAsksForNothing(String chat) {
        assertThatCode(() -> FieldRules.refuse(json(chat), "Heron", "n", "stop", "response_format"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'n':2}", "{'n':1e9}", "{'stop':'\\n'}", "{'stop':'none'}", "{'stop':['text']}",
            "{'response_format':{'type':'json_object'}}"})
    void refusesAFieldThatAsksForSomething(String chat) {
        assertThat(refused(() -> FieldRules.refuse(json(chat), "Heron", "n", "stop", "response_format")))
                .isIn("n", "stop", "response_format");
    }

    @Test
    void offersTheFunctionsUnlessTheChatForbidsIt() {
        String tools = "{'tools':[{'type':'function','function':{'name':'a'}}]";

        assertThat(OfferedFunctions.of(json(tools + "}"), "Heron")).hasSize(1);
        assertThat(OfferedFunctions.of(json(tools + ",'tool_choice':'none'}"), "Heron")).isEmpty();
        assertThat(refused(() -> OfferedFunctions.of(json(tools + ",'tool_choice':'required'}"), "Heron")))
                .isEqualTo("tool_choice");
        assertThat(refused(() -> OfferedFunctions.of(json("{'tools':[{'type':'web'}]}"), "Heron")))
                .isEqualTo("tools[0].type");
    }

    @Test
    void readsTextsAndRefusesWhatIsNone() {
        assertThat(MessageText.of(json("'Hi'"), "here", "Heron")).isEqualTo("Hi");
        assertThat(MessageText.of(json("null"), "here", "Heron")).isEmpty();
        assertThat(
                MessageText.of(json("[{'type':'text','text':'a'},{'type':'refusal','refusal':'b'}]"), "here",
                        "Heron"))
                .isEqualTo("a\nb");
        assertThat(refused(() -> MessageText.of(json("[{'type':'text','text':'a'},{'type':'image_url'}]"),
                "here", "Heron"))).isEqualTo("here[1].type");
    }

    private static String refused(ThrowingCallable asking) {
        return catchThrowableOfType(UpstreamException.class, asking).failure().detail().param().orElseThrow();
    }

    private static JsonNode json(String text) {
        return CarriedJson.parsed(text.replace('\'', '"')).orElseThrow();
    }
}
