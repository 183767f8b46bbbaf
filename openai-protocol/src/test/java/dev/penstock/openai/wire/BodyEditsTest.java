package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BodyEditsTest {
    private static final JsonText X = JsonText.of("\"x\"");

    @Test
    void handsBackTheVerySameTextIfThereIsNothingToEdit() {
        ChatBody body = body("{ \"a\" : 1.0 }");
        assertThat(new BodyEdits(body).apply()).isSameAs(body.json());
    }

    @Test
    void replacesEveryMemberOfTheNameAndNothingElse() {
        assertThat(edit(" { \"model\" : \"a\", \"n\":1e2 ,\"mod\\u0065l\":null}", e -> e.set("model", X)))
                .isEqualTo(" { \"model\" : \"x\", \"n\":1e2 ,\"mod\\u0065l\":\"x\"}");
    }

    @Test
    void addsAMissingMemberAtTheFront() {
        assertThat(edit("{ \"a\":1}", e -> e.set("model", X))).isEqualTo("{\"model\":\"x\", \"a\":1}");
        assertThat(edit("{}", e -> e.set("model", X).set("b", X))).isEqualTo("{\"model\":\"x\",\"b\":\"x\"}");
    }

    @Test
    void removesMembersWithTheirCommas() {
        assertThat(edit("{\"a\":1,\"b\":2,\"c\":3}", e -> e.remove("a"))).isEqualTo("{\"b\":2,\"c\":3}");
        assertThat(edit("{\"a\":1,\"b\":2,\"c\":3}", e -> e.remove("b"))).isEqualTo("{\"a\":1,\"c\":3}");
        assertThat(edit("{\"a\":1,\"b\":2,\"c\":3}", e -> e.remove("b").remove("c"))).isEqualTo("{\"a\":1}");
        assertThat(edit("{\"a\":1,\"b\":2}", e -> e.remove("a").remove("b"))).isEqualTo("{}");
        assertThat(edit("{\"a\":1}", e -> e.remove("a").set("b", X))).isEqualTo("{\"b\":\"x\"}");
    }

    @Test
    void asksForUsageAndLeavesOtherOptionsAlone() {
        assertThat(edit("{\"a\":1}", BodyEdits::askForUsage))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"a\":1}");
        assertThat(edit("{\"stream_options\":{ \"o\":1, \"include_usage\" : false}}", BodyEdits::askForUsage))
                .isEqualTo("{\"stream_options\":{ \"o\":1, \"include_usage\" : true}}");
        assertThat(edit("{\"stream_options\":null}", BodyEdits::askForUsage))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true}}");
    }

    @Test
    void replacesBytesInsideAValue() {
        assertThat(edit("{\"a\":[1,2],\"b\":1}", e -> e.replace(6, 7, X).set("b", X)))
                .isEqualTo("{\"a\":[\"x\",2],\"b\":\"x\"}");
    }

    private static String edit(String json, UnaryOperator<BodyEdits> edits) {
        return edits.apply(new BodyEdits(body(json))).apply().text();
    }

    private static ChatBody body(String json) {
        JsonText text = JsonText.of(json);
        return new ChatBody(text, ChatJson.members(text));
    }
}
