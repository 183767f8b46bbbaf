package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.chat;
import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.messages;
import static dev.penstock.adapter.http.messages.Converted.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turns of user, assistant and system, block by block.
final class ConversationTest {
    private static final String MARK = "'cache_control':{'type':'ephemeral','ttl':'1h'}";

    @Test
    void putsTheSystemFirst() {
        assertThat(chat("'system':'Be kind'").path("messages"))
                .isEqualTo(json("[{'role':'system','content':'Be kind'},{'role':'user','content':'Hi'}]"));
    }

    @Test
    void joinsTheBlocksOfASystemThatIsNotMarked() {
        assertThat(
                chat("'system':[{'type':'text','text':'Be'},{'type':'text','text':'kind'}]").path("messages")
                        .path(0))
                .isEqualTo(json("{'role':'system','content':'Be\\n\\nkind'}"));
    }

    @Test
    void keepsCacheMarksOnParts() {
        assertThat(system("{'type':'text','text':'Be'},{'type':'text','text':'kind'," + MARK + "}"))
                .isEqualTo(json(
                        "[{'type':'text','text':'Be'},{'type':'text','text':'\\n\\nkind'," + MARK + "}]"));
    }

    @Test
    void keepsTheFirstBlockOfTheSystemAloneAndTheOthersInOrder() {
        assertThat(
                system("{'type':'text','text':'x-anthropic-billing-header: v=1'},{'type':'text','text':'a'},"
                        + "{'type':'text','text':'b'," + MARK + "},{'type':'text','text':'c'}"))
                .isEqualTo(json("[{'type':'text','text':'x-anthropic-billing-header: v=1'},"
                        + "{'type':'text','text':'\\n\\na\\n\\nb'," + MARK
                        + "},{'type':'text','text':'\\n\\nc'}]"));
    }

    @Test
    void saysTheSameWhereverTheMarksStand() {
        JsonNode marked = system("{'type':'text','text':'a'," + MARK + "},{'type':'text','text':'b'},"
                + "{'type':'text','text':'c'," + MARK + "},{'type':'text','text':'d'}");

        assertThat(marked).isEqualTo(json("[{'type':'text','text':'a'," + MARK + "},{'type':'text',"
                + "'text':'\\n\\nb\\n\\nc'," + MARK + "},{'type':'text','text':'\\n\\nd'}]"));
        assertThat(marked.valueStream().map(part -> part.path("text").asText()).collect(Collectors.joining()))
                .isEqualTo(system(
                        "{'type':'text','text':'a'},{'type':'text','text':'b'},{'type':'text','text':'c'},"
                                + "{'type':'text','text':'d'}")
                        .asText());
    }

    @Test
    void addsSystemMessagesAtTheFrontToTheSystem() {
        assertThat(messages(
                "{'role':'system','content':[{'type':'text','text':'Be kind'}]},{'role':'user','content':'Hi'}"))
                .isEqualTo(json("[{'role':'system','content':'Be kind'},{'role':'user','content':'Hi'}]"));
    }

    @Test
    void saysWhatTheSystemSaysLaterWithinTheUsersTurn() {
        assertThat(messages("{'role':'user','content':'Hi'},{'role':'system','content':'It is late'}"))
                .isEqualTo(json("[{'role':'user','content':'Hi'},{'role':'user','content':"
                        + "'<system-reminder>\\nIt is late\\n</system-reminder>'}]"));
    }

    @Test
    void marksWhatTheSystemSaysLater() {
        assertThat(messages(
                "{'role':'user','content':'Hi'},{'role':'system','content':[{'type':'text','text':'Late',"
                        + MARK + "}]}")
                .path(1)
                .path("content"))
                .isEqualTo(
                        json("[{'type':'text','text':'<system-reminder>\\nLate\\n</system-reminder>'," + MARK
                                + "}]"));
    }

    @Test
    void joinsTextsOfTheUser() {
        assertThat(
                messages("{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}"))
                .isEqualTo(json("[{'role':'user','content':'a\\n\\nb'}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'base64','media_type':'image/png','data':'aGk='} | data:image/png;base64,aGk=",
            "{'type':'url','url':'https://example.org/a.png'} | https://example.org/a.png"})
    void showsImages(String source, String url) {
        assertThat(messages("{'role':'user','content':[{'type':'image','source':" + source
                + "},{'type':'text','text':'What?'}]}").path(0).path("content"))
                .isEqualTo(json("[{'type':'image_url','image_url':{'url':'" + url
                        + "'}},{'type':'text','text':'What?'}]"));
    }

    @Test
    void handsDocumentsOnAsFiles() {
        assertThat(messages("{'role':'user','content':[{'type':'document','title':'a.pdf','source':"
                + "{'type':'base64','media_type':'application/pdf','data':'aGk='}}]}").path(0)
                .path("content"))
                .isEqualTo(json("[{'type':'file','file':{'filename':'a.pdf',"
                        + "'file_data':'data:application/pdf;base64,aGk='}}]"));
    }

    @Test
    void readsDocumentsThatAreText() {
        assertThat(messages("{'role':'user','content':[{'type':'document','title':'Notes','source':"
                + "{'type':'text','media_type':'text/plain','data':'Buy milk'}},{'type':'search_result','title':'T',"
                + "'source':'S','content':[{'type':'text','text':'found'}]}]}").path(0)
                .path("content")
                .asText())
                .isEqualTo("Notes\nBuy milk\n\nT (S)\nfound");
    }

    @Test
    void answersToolsBeforeTheUserSpeaks() {
        assertThat(messages("{'role':'user','content':[{'type':'text','text':'And now?'},"
                + "{'type':'tool_result','tool_use_id':'a','content':'one'},"
                + "{'type':'tool_result','tool_use_id':'b','content':[{'type':'text','text':'two'},"
                + "{'type':'text','text':'three'}],'is_error':true}]}"))
                .isEqualTo(json("[{'role':'tool','tool_call_id':'a','content':'one'},"
                        + "{'role':'tool','tool_call_id':'b','content':'Error: two\\n\\nthree'},"
                        + "{'role':'user','content':'And now?'}]"));
    }

    @Test
    void letsTheUserShowWhatAToolShows() {
        assertThat(messages("{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':["
                + "{'type':'text','text':'see'},{'type':'image','source':{'type':'url','url':'u'}},"
                + "{'type':'tool_reference','tool_name':'grep'}]}]}"))
                .isEqualTo(json(
                        "[{'role':'tool','tool_call_id':'a','content':'see\\n\\nThe tool grep is available.'},"
                                + "{'role':'user','content':[{'type':'image_url','image_url':{'url':'u'}}]}]"));
    }

    @Test
    void answersAToolThatSaysNothing() {
        assertThat(messages("{'role':'user','content':[{'type':'tool_result','tool_use_id':'a'}]}"))
                .isEqualTo(json("[{'role':'tool','tool_call_id':'a','content':''}]"));
    }

    @Test
    void marksTheAnswerOfATool() {
        assertThat(
                messages("{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'one',"
                        + "'cache_control':{'type':'ephemeral'}}]}").path(0).path("content"))
                .isEqualTo(json("[{'type':'text','text':'one','cache_control':{'type':'ephemeral'}}]"));
    }

    @Test
    void callsToolsWithTheirInputAsItWasSpelt() {
        assertThat(messages(
                "{'role':'assistant','content':[{'type':'text','text':'Let me see'},{'type':'tool_use',"
                        + "'id':'a','name':'f','input':{'z':1.0,'a':123456789012345678901234567890,'e':1E400,'m':-0}}]}"))
                .isEqualTo(json("[{'role':'assistant','content':'Let me see','tool_calls':[{'id':'a',"
                        + "'type':'function','function':{'name':'f','arguments':"
                        + "'{\\'z\\':1.0,\\'a\\':123456789012345678901234567890,\\'e\\':1E400,\\'m\\':-0}'}}]}]"));
    }

    @Test
    void hasContentBesideCallsAlone() {
        assertThat(messages(
                "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f','input':{}}]}")
                .path(0)
                .path("content")).isEqualTo(json("''"));
    }

    @Test
    void leavesOutWhatAnthropicsServersDidOrHid() {
        assertThat(messages("{'role':'assistant','content':[{'type':'redacted_thinking','data':'x'},"
                + "{'type':'server_tool_use','id':'s','name':'web_search','input':{}},"
                + "{'type':'web_search_tool_result','tool_use_id':'s','content':[]},{'type':'text','text':'So'}]}"))
                .isEqualTo(json("[{'role':'assistant','content':'So'}]"));
    }

    @Test
    void leavesOutBlocksThatNobodyKnows() {
        assertThat(messages(
                "{'role':'user','content':[{'type':'tool_addition','tool':{}},{'type':'text','text':'Hi'}]}"))
                .isEqualTo(json("[{'role':'user','content':'Hi'}]"));
    }

    @Test
    void carriesHalvesOfCharacters() {
        assertThat(Converted.read("{'messages':[{'role':'user','content':'cut \\ud83d'}]}")
                .request()
                .translated()
                .body()
                .json()
                .text())
                .containsIgnoringCase("cut \\ud83d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'messages':[{'role':'user','content':7}]} | messages[0].content",
            "{'messages':[{'role':'tool','content':'x'}]} | messages[0].role",
            "{'messages':[{'role':'user','content':[{'type':'image','source':{'type':'file','file_id':'f'}}]}]} | messages[0].content[0].source",
            "{'messages':[{'role':'user','content':[{'type':'tool_result','content':[{'type':'document','source':{'type':'file'}}]}]}]} | messages[0].content[0].content[0].source",
            "{'messages':[{'role':'user','content':[{'type':'container_upload','file_id':'f'}]}]} | messages[0].content[0]",
            "{'messages':[]} | messages", "{'model':'m'} | messages"})
    void namesTheFieldThatCannotBeTranslated(String request, String field) {
        assertThat(refused(request)).isEqualTo(field);
    }

    private static JsonNode system(String blocks) {
        return chat("'system':[" + blocks + "]").path("messages").path(0).path("content");
    }
}
