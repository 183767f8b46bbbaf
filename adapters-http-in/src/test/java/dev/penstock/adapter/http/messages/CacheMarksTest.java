package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.chat;
import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No mark of a prompt cache is lost in a conversion: the loss would be silent and billed.
final class CacheMarksTest {
    private static final String MARK = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
    private static final String IMAGE = "{'type':'image','source':{'type':'url','url':'u'}";
    private static final String SHOWN = "{'type':'image_url','image_url':{'url':'u'}";

    @Test
    void ofATextWithinAResultStaysOnTheResult() {
        assertThat(messages("{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':["
                + "{'type':'text','text':'one'," + MARK + "},{'type':'text','text':'two'}]}]}"))
                .isEqualTo(json("[{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':"
                        + "'one\\n\\ntwo'," + MARK + "}]}]"));
    }

    @Test
    void ofAResultThatOnlyShowsAnImageIsOnTheImage() {
        assertThat(messages("{'role':'user','content':[{'type':'tool_result','tool_use_id':'a'," + MARK
                + ",'content':[" + IMAGE + "}]}]}"))
                .isEqualTo(json("[{'role':'tool','tool_call_id':'a','content':''},{'role':'user','content':["
                        + SHOWN + "," + MARK + "}]}]"));
    }

    @Test
    void ofACallStaysOnTheCall() {
        assertThat(messages("{'role':'assistant','content':[{'type':'text','text':'Let me see'},"
                + "{'type':'tool_use','id':'a','name':'f','input':{}," + MARK + "}]}"))
                .isEqualTo(json("[{'role':'assistant','content':'Let me see','tool_calls':[{'id':'a','type':"
                        + "'function','function':{'name':'f','arguments':'{}'}," + MARK + "}]}]"));
    }

    @Test
    void ofAToolThatIsLeftOutIsOnTheToolBeforeIt() {
        String tools = "'tools':[{'name':'f'},{'type':'web_search_20250305','name':'web_search'%s},{'name':'g'}]";

        assertThat(chat(tools.formatted("," + MARK)).path("tools").path(0).path("cache_control"))
                .isEqualTo(json("{" + MARK + "}").path("cache_control"));
        assertThat(chat(tools.formatted("," + MARK)).path("tools").path(1).has("cache_control")).isFalse();
        assertThat(chat("'tools':[{'type':'web_search_20250305','name':'web_search'," + MARK + "}]")
                .has("tools")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'text','text':''", "{'type':'of_tomorrow'",
            "{'type':'web_search_tool_result','tool_use_id':'s','content':[]",
            "{'type':'server_tool_use','id':'s','name':'web_search','input':{}"})
    void ofABlockThatIsLeftOutIsOnTheTextBeforeIt(String block) {
        for (String role : new String[]{"user", "assistant"}) {
            assertThat(
                    messages("{'role':'" + role + "','content':[{'type':'text','text':'one'}," + block + ","
                            + MARK + "},{'type':'text','text':'two'}]}").path(0).path("content"))
                    .isEqualTo(json("[{'type':'text','text':'one'," + MARK
                            + "},{'type':'text','text':'\\n\\ntwo'}]"));
        }
    }

    @Test
    void ofADocumentOfBlocksIsOnItsLastText() {
        assertThat(messages("{'role':'user','content':[{'type':'document'," + MARK + ",'source':{'type':"
                + "'content','content':[{'type':'text','text':'one'},{'type':'text','text':'two'}]}}]}")
                .path(0)
                .path("content"))
                .isEqualTo(json("[{'type':'text','text':'one\\n\\ntwo'," + MARK + "}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'role':'user','content':'Hi'} | [{'type':'text','text':'Hi',MARK}]",
            "{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},{'type':'text','text':'b'}]}"
                    + " | [{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},{'type':'text','text':'\\n\\nb',MARK}]",
            "{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}"
                    + " | [{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]",
            "{'role':'user','content':[{'type':'text','text':'a'},IMAGE}]}"
                    + " | [{'type':'text','text':'a'},SHOWN,MARK}]",
            "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'one'}]}"
                    + " | [{'type':'text','text':'one',MARK}]"})
    void ofTheWholeRequestIsOnTheLastPartOfTheLastMessage(String message, String content) {
        assertThat(marked(
                "'system':'S','messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'Yes'},"
                        + message.replace("IMAGE", IMAGE) + "]")
                .path(3)
                .path("content"))
                .isEqualTo(json(content.replace("SHOWN", SHOWN).replace("MARK", MARK)));
    }

    @Test
    void ofTheWholeRequestIsOnTheMessageBeforeOneThatSaysNothing() {
        assertThat(marked("'messages':[{'role':'user','content':'Hi'},"
                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a'}]}]"))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'Hi'," + MARK
                        + "}]},{'role':'tool','tool_call_id':'a','content':''}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'x'", "[]"})
    void isOnlyWhatIsAnObject(String mark) {
        assertThat(chat("'cache_control':" + mark).path("messages"))
                .isEqualTo(json("[{'role':'user','content':'Hi'}]"));
    }

    /// The chat messages of a request with a mark of its own.
    private static JsonNode marked(String fields) {
        return json(Converted.read("{" + MARK + "," + fields + "}")
                .request()
                .translated()
                .body()
                .json()
                .text()).path("messages");
    }
}
