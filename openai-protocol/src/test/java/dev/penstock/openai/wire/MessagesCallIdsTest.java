package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesCallIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {
            "{\"messages\":[]}", "{\"messages\":null}", "{\"messages\":\"x\"}", "{\"model\":\"m\"}",
            "{\"messages\":[1,[2],{\"content\":\"\\\"id\\\":\\\"a:b\\\"\"}]}",
            "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"B\",\"input\":{}}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\"}]}]}",
            "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"B\","
                    + "\"input\":{\"type\":\"tool_use\",\"id\":\"a:b\",\"tool_use_id\":\"\",\"ids\":[{\"id\":\"x\"},{\"id\":\"x\"}]}}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\","
                    + "\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c:d\"}]}]}]}"})
    void aHistoryWithoutOddIdsIsTheVerySameText(String body) {
        BodyEdits edits = edits(body);
        MessagesCallIds.edit(edits);

        assertThat(edits.apply()).isSameAs(edits.body().json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "", "调用一", "\\u8c03", "a b"})
    void anOddIdIsReplacedInItsCallAndItsResultAlone(String id) {
        String body = """
                { "messages" : [ {"content":[{"input":{"n":1e400, "id":"a:b"}, "id" : "%s","type":"tool_use"}],"role":"assistant"},
                {"role":"user","content":[{"type":"text","text":"%s"},{"type":"tool_result", "tool_use_id":\t"%s"}]}], "x": 1.0}""";
        String edited = edited(body.formatted(id, "é".repeat(9000), id));
        String given = edited.replaceAll("(?s).*\"id\" : \"([^\"]*)\".*", "$1");

        assertThat(given).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(edited).isEqualTo(body.formatted(given, "é".repeat(9000), given));
    }

    @Test
    void aCallWithoutAnIdGetsOneAndSoDoesItsResult() {
        assertThat(edited("""
                {"messages":[{"role":"assistant","content":[{"type":"tool_use","name":"B"}]},
                {"role":"user","content":[{"type":"tool_result"}]}]}"""))
                .isEqualTo(
                        """
                                {"messages":[{"role":"assistant","content":[{"id":"pstk_0_","type":"tool_use","name":"B"}]},
                                {"role":"user","content":[{"tool_use_id":"pstk_0_","type":"tool_result"}]}]}""");
    }

    @Test
    void anIdThatIsNullIsReplaced() {
        assertThat(edited("""
                {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":null}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":null}]}]}"""))
                .isEqualTo("""
                        {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"pstk_0_"}]},
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"pstk_0_"}]}]}""");
    }

    @Test
    void anIdThatEveryTurnHasStaysInTheFirstOneAndIsNumberedInTheOthers() {
        String turn = """
                {"role":"assistant","content":[{"type":"tool_use","id":"%1$s"}]},\
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"%1$s"}]}""";
        String second = "pstk_1_Y2FsbF8w";
        String third = "pstk_2_Y2FsbF8w";

        assertThat(edited("{\"messages\":[" + turn.formatted("call_0") + "," + turn.formatted("call_0") + ","
                + turn.formatted("call_0") + "]}"))
                .isEqualTo("{\"messages\":[" + turn.formatted("call_0") + "," + turn.formatted(second) + ","
                        + turn.formatted(third) + "]}");
    }

    @Test
    void aLongIdIsShortened() {
        String id = HexFormat.of().formatHex(new byte[100]);

        assertThat(edited(
                "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"" + id
                        + "\"}]}]}"))
                .doesNotContain(id)
                .contains("\"id\":\"pstk_h0_");
    }

    private static String edited(String body) {
        BodyEdits edits = edits(body);
        MessagesCallIds.edit(edits);
        return edits.apply().text();
    }

    private static BodyEdits edits(String body) {
        JsonText json = JsonText.owning(body.getBytes(StandardCharsets.UTF_8));
        return new BodyEdits(new ChatBody(json, ChatJson.members(json)));
    }
}
