package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A thought goes back the way it came.
final class SignatureTest {
    private static final String DETAILS = "[{'type':'reasoning.text','text':'Hm \\ud83d','signature':'s','index':0,'n':1.0},"
            + "{'type':'reasoning.encrypted','data':'x'}]";

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void returnsToTheFieldItCameFrom(String field) {
        Thoughts thoughts = new Thoughts();
        assertThat(thoughts.take(json("{'" + field + "':'Hm'}"))).isEqualTo("Hm");

        assertThat(restored("Hm", thoughts.sign()))
                .isEqualTo(json("{'role':'assistant','content':'So','" + field + "':'Hm'}"));
    }

    @Test
    void returnsUnmodifiedWithItsDetails() {
        assertThat(restored("Hm", Signature.of((ArrayNode) json(DETAILS))))
                .isEqualTo(json("{'role':'assistant','content':'So','reasoning_details':" + DETAILS + "}"));
    }

    @Test
    void putsPiecesOfDetailsTogether() {
        Thoughts thoughts = new Thoughts();
        thoughts.take(json(
                "{'reasoning':'a','reasoning_details':[{'type':'reasoning.text','text':'a','index':0}]}"));
        thoughts.take(json(
                "{'reasoning':'b','reasoning_details':[{'type':'reasoning.text','text':'b','index':0}]}"));
        thoughts.take(json("{'reasoning_details':[{'type':'reasoning.text','signature':'s','index':0},"
                + "{'type':'reasoning.encrypted','data':'x','index':1}]}"));

        assertThat(restored("ab", thoughts.sign()).path("reasoning_details"))
                .isEqualTo(json("[{'type':'reasoning.text','text':'ab','index':0,'signature':'s'},"
                        + "{'type':'reasoning.encrypted','data':'x','index':1}]"));
    }

    @Test
    void takesAThoughtThatIsToldTwiceOnce() {
        assertThat(new Thoughts().take(json("{'reasoning':'Hm','reasoning_content':'Hm'}"))).isEqualTo("Hm");
    }

    @Test
    void goesWhereMostLookForItWithoutASignature() {
        assertThat(restored("Hm", "").path("reasoning_content").asText()).isEqualTo("Hm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk=", "not base64!",
            "cGVuc3RvY2svMSBbMQ=="})
    void isLeftOutIfSomebodyElseSignedIt(String signature) {
        assertThat(restored("Hm", signature)).isEqualTo(json("{'role':'assistant','content':'So'}"));
    }

    @Test
    void joinsSeveralThoughts() {
        String signature = Signature.of(Signature.REASONING_CONTENT);

        assertThat(messages(
                "{'role':'assistant','content':[" + block("a", signature) + "," + block("b", signature)
                        + "]}")
                .path(0)
                .path("reasoning_content")
                .asText()).isEqualTo("a\n\nb");
    }

    private static JsonNode restored(String thought, String signature) {
        return messages("{'role':'assistant','content':[" + block(thought, signature)
                + ",{'type':'text','text':'So'}]}").path(0);
    }

    private static String block(String thought, String signature) {
        return "{'type':'thinking','thinking':'" + thought + "','signature':'" + signature + "'}";
    }
}
