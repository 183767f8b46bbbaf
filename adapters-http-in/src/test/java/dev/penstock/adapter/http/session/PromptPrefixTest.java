package dev.penstock.adapter.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.openai.wire.ChatJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stays the same while a conversation grows, where no client names its session.
class PromptPrefixTest {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"5m\"}";
    private static final String FIRST = """
            {"model":"m","system":"Be brief.","messages":[{"role":"user","content":"Hi"}]}""";

    @Test
    void isTheSameInEveryTurnOfAConversation() {
        assertThat(key("""
                {"model":"m","system":"Be brief.","messages":[{"role":"user","content":"Hi"},
                {"role":"assistant","content":"Hello."},{"role":"user","content":"Bye"}]}"""))
                .isEqualTo(key(FIRST))
                .isPresent();
    }

    @Test
    void isTheSameWhereMarksMoveAndTextsBecomeLists() {
        String turn = """
                {"model":"m","system":[{"type":"text","text":"Be brief."%1$s}],"messages":[
                {"role":"user","content":[{"type":"text","text":"Hi"%2$s}]},
                {"content":"Hello.","role":"assistant"},
                {"role":"user","content":[{"type":"text","text":"Bye"%3$s}]}]}""";

        assertThat(key(turn.formatted("", "", MARK))).isEqualTo(key(FIRST));
        assertThat(key(turn.formatted(MARK, "", MARK))).isEqualTo(key(FIRST));
        assertThat(key(turn.formatted(MARK, MARK, ""))).isEqualTo(key(FIRST));
        assertThat(key(turn.formatted(",\"cache_control\":null", ",\"cache_control\" : 5", "")))
                .isEqualTo(key(FIRST));
    }

    @Test
    void isTheSameWhereverTheMembersAre() {
        assertThat(key("""
                {"max_tokens":9, "messages" : [ {"content" : "Hi", "id":"msg_1", "role" : "user" } ],
                "temperature":0.1, "tools":[{"name":"t","description":"new"}], "system" : "Be brief."}"""))
                .isEqualTo(key(FIRST));
    }

    @Test
    void isTheSameInEveryApi() {
        assertThat(key("""
                {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}"""))
                .isEqualTo(key(FIRST));
        assertThat(key("{\"instructions\":\"Be brief.\",\"input\":\"Hi\"}")).isEqualTo(key(FIRST));
        assertThat(key("""
                {"instructions":"Be brief.","input":[{"type":"message","role":"user","status":"completed",
                "content":[{"type":"input_text","text":"Hi"}]},{"type":"reasoning","summary":[]}]}"""))
                .isEqualTo(key(FIRST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"system":"Be long.","messages":[{"role":"user","content":"Hi"}]}""", """
            {"messages":[{"role":"user","content":"Hi"}]}""", """
            {"system":"Be brief.","messages":[{"role":"user","content":"Hi you"}]}""", """
            {"system":"Be brief.","messages":[{"role":"user","content":["H","i"]}]}""", """
            {"system":"Be brief.","messages":[{"role":"assistant","content":"I"},
            {"role":"user","content":"Hi"}]}"""})
    void isAnotherForAnotherConversation(String other) {
        assertThat(key(other)).isPresent().isNotEqualTo(key(FIRST));
    }

    @Test
    void leavesOutTheTextThatClaudeCodeChangesInEveryRequest() {
        String turn = """
                {"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cch=%s;"},
                {"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":"Hi"}]}""";

        assertThat(key(turn.formatted("ab1"))).isEqualTo(key(turn.formatted("cd2"))).isEqualTo(key(FIRST));
    }

    @Test
    void isByTheBeginningOfAPromptForTexts() {
        String file = "package a;\\n".repeat(50);

        assertThat(key("{\"prompt\":\"" + file + "int a = \"}"))
                .isEqualTo(key("{\"prompt\":\"" + file + "int a = 1;\"}"))
                .isEqualTo(key("{\"prompt\":[\"" + file + "\"]}"))
                .isNotEqualTo(key("{\"prompt\":\"package b;\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"messages\":[]}", "{\"messages\":null,\"input\":5}",
            "{\"prompt\":[1,2]}",
            "{\"messages\":[1,null,{}],\"system\":[]}", "{\"prompt\":{\"id\":\"pmpt_1\"}}"})
    void isUnknownWithoutAPrompt(String body) {
        assertThat(key(body)).isEmpty();
    }

    @Test
    void costsNoMoreForALongPrompt() {
        String picture = "A".repeat(3_000_000);
        String turn = """
                {"system":"Be brief.","messages":[{"role":"user","content":[{"type":"text","text":"Look"},
                {"type":"image","source":{"type":"base64","data":"%s"}},{"type":"text","text":"%s"}]}]}""";

        assertThat(key(turn.formatted(picture, "here"))).as("what comes after so much is not read")
                .isEqualTo(key(turn.formatted(picture, "there")));
        String system = "word \\\" ".repeat(100_000);
        assertThat(
                key("{\"system\":\"" + system + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .isNotEqualTo(key(
                        "{\"system\":\"" + system
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Bye\"}]}"));
    }

    @Test
    void isTheSameHoweverManyTurnsFollow() {
        StringBuilder turns = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            turns.append("""
                    ,{"role":"assistant","content":"a%1$d"},{"role":"user","content":"b%1$d"}"""
                    .formatted(i));
        }

        assertThat(key(FIRST.replace("\"Hi\"}", "\"Hi\"}" + turns))).isEqualTo(key(FIRST));
    }

    private static Optional<AffinityKey> key(String json) {
        JsonText text = JsonText.of(json);
        return PromptPrefix.key(new ChatBody(text, ChatJson.members(text)));
    }
}
