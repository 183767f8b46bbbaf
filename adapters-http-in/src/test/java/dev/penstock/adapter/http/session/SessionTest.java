package dev.penstock.adapter.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where clients name their session.
class SessionTest {
    @ParameterizedTest
    @ValueSource(strings = {"x-claude-code-session-id", "session_id", "session-id", "conversation_id",
            "conversation-id", "x-opencode-session", "x-session-affinity", "x-amp-thread-id",
            "x-litellm-session-id", "x-session-id"})
    void isNamedByAnyOfTheseHeaders(String header) {
        assertThat(SessionHeaders.read(Map.of(header, "s-1", "x-other", "o")))
                .isEqualTo(ClientSession.of("s-1"));
    }

    @Test
    void isWhatClaudeCodeSaysEvenIfAnotherHeaderIsThereToo() {
        assertThat(SessionHeaders.read(Map.of("x-session-id", "other", "x-claude-code-session-id", "s",
                "x-claude-code-agent-id", "a", "x-claude-code-parent-agent-id", "p",
                "x-claude-code-request-class", "compaction")))
                .isEqualTo(new ClientSession(Optional.of("s"), Optional.of("a"), Optional.of("p"),
                        Optional.of("compaction")));
    }

    @Test
    void isUnknownWhereNoHeaderNamesIt() {
        assertThat(SessionHeaders.read(Map.of("x-session-id", " ", "user-agent", "curl")))
                .isEqualTo(ClientSession.NONE);
    }

    @Test
    void staysWithTheGateway() {
        Map<String, String> headers = new HashMap<>(Map.of("user-agent", "u", "anthropic-beta", "b",
                "http-referer", "r", "x-session-id", "of OpenRouter's own API"));
        Map<String, String> others = Map.copyOf(headers);
        for (String header : new String[]{"x-claude-code-session-id", "x-claude-code-agent-id",
                "x-claude-code-parent-agent-id", "x-claude-code-request-class", "x-claude-code-anything-new",
                "session_id", "session-id", "conversation_id", "conversation-id", "x-opencode-session",
                "x-opencode-request", "x-session-affinity", "x-amp-thread-id", "x-litellm-session-id",
                "x-codex-turn-metadata"}) {
            headers.put(header, "s");
        }

        assertThat(SessionHeaders.without(headers)).isEqualTo(others);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'prompt_cache_key':'k'} | k",
            "{'session_id':'s'} | s",
            "{'prompt_cache_key':'k','session_id':'s'} | k",
            "{'prompt_cache_key':7,'session_id':'s'} | s",
            "{'metadata':{'session_id':'s'}} | s",
            "{'metadata':{'sessionId':'s','promptId':'p'}} | s",
            "{'metadata':{'user_id':'somebody'}} | somebody",
            "{'metadata':{'user_id':'user_1f2e_account__session_0a1b-2c'}} | 0a1b-2c",
            "{'metadata':{'user_id':'user_1f2e_account_9d-8c_session_0a1b-2c'}} | 0a1b-2c",
            "{'metadata':{'user_id':'{\\'device_id\\':\\'d\\',\\'session_id\\':\\'0a1b\\'}'}} | 0a1b",
            "{'metadata':{'user_id':'{no JSON'}} | {no JSON"})
    void isNamedByAnyOfTheseMembers(String body, String id) {
        byte[] json = quoted(body);

        assertThat(SessionMembers.read(ChatJson.head(json, Map.of()).body())).contains(id);
        assertThat(SessionMembers.read(CarriedJson.parsed(json).orElseThrow())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'prompt_cache_key':null}", "{'session_id':''}", "{'metadata':'s'}",
            "{'metadata':{'user_id':7}}", "{'metadata':[]}", "{'messages':[{'session_id':'s'}]}"})
    void isUnknownWhereNoMemberNamesIt(String body) {
        byte[] json = quoted(body);

        assertThat(SessionMembers.read(ChatJson.head(json, Map.of()).body())).isEmpty();
        assertThat(SessionMembers.read(CarriedJson.parsed(json).orElseThrow())).isEmpty();
    }

    /// Single quotes stand for double ones, and those with a backslash for such inside of a text.
    private static byte[] quoted(String json) {
        return json.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
