package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MessageEditsTest {

    @Test
    void callsTheDeveloperSystemAndChangesNothingElse() {
        assertThat(
                edited("""
                        { "messages" : [ {"role" : "developer", "content":"é \\"developer\\""}, {"content":[],"role":"user"},
                          {"content":"developer","role":"developer"} ], "user":"developer" }""",
                        MessageEdits::developerToSystem))
                .isEqualTo(
                        """
                                { "messages" : [ {"role" : "system", "content":"é \\"developer\\""}, {"content":[],"role":"user"},
                                  {"content":"developer","role":"system"} ], "user":"developer" }""");
    }

    @Test
    void looksForTheDeveloperInMessagesOnly() {
        String body = """
                {"role":"developer","messages":["developer",7,null,{"content":{"role":"developer"}},{"role":7}]}""";

        assertThat(edited(body, MessageEdits::developerToSystem)).isEqualTo(body);
    }

    @Test
    void givesToolCallsTheContentTheyLack() {
        assertThat(edited("""
                {"messages":[{"role":"assistant", "tool_calls" :[{}]},{"tool_calls":[],"content":null},
                 {"role":"tool","content":"\\"tool_calls\\""},{"role":"user"}]}""",
                MessageEdits::contentBesideToolCalls))
                .isEqualTo(
                        """
                                {"messages":[{"role":"assistant", "content":"","tool_calls" :[{}]},{"tool_calls":[],"content":null},
                                 {"role":"tool","content":"\\"tool_calls\\""},{"role":"user"}]}""");
    }

    @Test
    void doesBothAtOnce() {
        assertThat(edited("{\"messages\":[{\"tool_calls\":[],\"role\":\"developer\"}]}", edits -> {
            MessageEdits.developerToSystem(edits);
            MessageEdits.contentBesideToolCalls(edits);
        })).isEqualTo("{\"messages\":[{\"content\":\"\",\"tool_calls\":[],\"role\":\"system\"}]}");
    }

    @Test
    void leavesABodyWithoutSuchMessagesTheVerySame() {
        JsonText body = JsonText.of("{\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}");
        BodyEdits edits = new BodyEdits(new ChatBody(body, ChatJson.members(body)));
        MessageEdits.developerToSystem(edits);
        MessageEdits.contentBesideToolCalls(edits);

        assertThat(edits.apply()).isSameAs(body);
    }

    private static String edited(String body, Consumer<BodyEdits> edit) {
        JsonText json = JsonText.of(body);
        BodyEdits edits = new BodyEdits(new ChatBody(json, ChatJson.members(json)));
        edit.accept(edits);
        return edits.apply().text();
    }
}
