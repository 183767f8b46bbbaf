package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.asked;
import static dev.penstock.adapter.anthropic.Chats.json;
import static dev.penstock.adapter.anthropic.Chats.turns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversationTest {
    @Test
    void saysInSystemWhatSystemAndDeveloperSaid() {
        var asked = asked(
                """
                        'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'Hi'},
                        {'role':'developer','content':[{'type':'text','text':'Be kind.','cache_control':{'type':'ephemeral'}}]}]""");

        assertThat(asked.path("system")).isEqualTo(json("""
                [{'type':'text','text':'Be brief.'},
                {'type':'text','text':'Be kind.','cache_control':{'type':'ephemeral'}}]"""));
        assertThat(asked.path("messages"))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'Hi'}]}]"));
    }

    @Test
    void showsImagesAndDocuments() {
        assertThat(
                turns("""
                        {'role':'user','content':[{'type':'text','text':'Look:'},
                        {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO','detail':'high'}},
                        {'type':'image_url','image_url':{'url':'https://example.org/a,b.png'},'cache_control':{'type':'ephemeral'}},
                        {'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBE'}}]}"""))
                .isEqualTo(
                        json("""
                                [{'role':'user','content':[{'type':'text','text':'Look:'},
                                {'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBO'}},
                                {'type':'image','source':{'type':'url','url':'https://example.org/a,b.png'},
                                'cache_control':{'type':'ephemeral'}},
                                {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBE'},
                                'title':'a.pdf'}]}]"""));
    }

    @Test
    void putsTheAnswersOfParallelCallsFirstIntoOneTurn() {
        assertThat(
                turns("""
                        {'role':'assistant','content':null,'tool_calls':[
                        {'id':'functions.a:0','type':'function','function':{'name':'a','arguments':'{~n~:1e400}'}},
                        {'id':'b1','type':'function','function':{'name':'b','arguments':''}}]},
                        {'role':'tool','tool_call_id':'functions.a:0','content':'one'},
                        {'role':'user','content':'And?'},
                        {'role':'tool','tool_call_id':'b1','content':[{'type':'text','text':'two','cache_control':{'type':'ephemeral'}}]}"""))
                .isEqualTo(
                        json("""
                                [{'role':'assistant','content':[
                                {'type':'tool_use','id':'pstk_0_ZnVuY3Rpb25zLmE6MA','name':'a','input':{'n':1e400}},
                                {'type':'tool_use','id':'b1','name':'b','input':{}}]},
                                {'role':'user','content':[
                                {'type':'tool_result','tool_use_id':'pstk_0_ZnVuY3Rpb25zLmE6MA','content':[{'type':'text','text':'one'}]},
                                {'type':'tool_result','tool_use_id':'b1','cache_control':{'type':'ephemeral'},
                                'content':[{'type':'text','text':'two'}]},
                                {'type':'text','text':'And?'}]}]"""));
    }

    @Test
    void tellsArgumentsThatAreNoJsonTheWayAnthropicWantsThem() {
        assertThat(
                turns("""
                        {'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{oops'}}]}""")
                        .findValue("input"))
                .isEqualTo(json("{'INVALID_JSON':'{oops'}"));
    }

    @Test
    void givesThoughtsBackInFrontOfWhatFollowedThem() {
        assertThat(
                turns("""
                        {'role':'assistant','content':'Yes.','reasoning_content':'Hm. Well.','reasoning_details':[
                        {'type':'reasoning.text','text':'Hm. ','index':0,'format':'anthropic-claude-v1'},
                        {'type':'reasoning.text','text':'Well.','index':0},{'type':'reasoning.text','signature':'sig','index':0},
                        {'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1','index':1}]}"""))
                .isEqualTo(
                        json("""
                                [{'role':'assistant','content':[{'type':'thinking','thinking':'Hm. Well.','signature':'sig'},
                                {'type':'redacted_thinking','data':'xyz'},{'type':'text','text':'Yes.'}]}]"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'reasoning.text','text':'Hm.','index':0}",
            "{'type':'reasoning.text','text':'Hm.','signature':'s','format':'google-gemini-v1'}",
            "{'type':'reasoning.encrypted','data':'xyz','format':'openai-responses-v1'}",
            "{'type':'reasoning.summary','summary':'Hm.'}", "'Hm.'"})
    void leavesOutThoughtsThatAnthropicDidNotSign(String detail) {
        assertThat(
                turns("{'role':'assistant','content':'Yes.','reasoning_content':'Hm.','reasoning_details':["
                        + detail + "]}"))
                .isEqualTo(json("[{'role':'assistant','content':[{'type':'text','text':'Yes.'}]}]"));
    }

    @Test
    void leavesOutWhatTheApiRefusesAsEmpty() {
        assertThat(turns("""
                {'role':'user','content':[{'type':'text','text':''},{'type':'text','text':'Hi'}]},
                {'role':'assistant','content':' '},
                {'role':'user','content':'there'},
                {'role':'assistant','content':'Hello \\n'}""")).isEqualTo(json("""
                [{'role':'user','content':[{'type':'text','text':'Hi'},{'type':'text','text':'there'}]},
                {'role':'assistant','content':[{'type':'text','text':'Hello'}]}]"""));
    }

    @Test
    void keepsAMarkOfAWholeMessageOnItsLastBlock() {
        assertThat(turns("{'role':'user','content':'Hi','cache_control':{'type':'ephemeral','ttl':'1h'}}"))
                .isEqualTo(json("""
                        [{'role':'user','content':[{'type':'text','text':'Hi',
                        'cache_control':{'type':'ephemeral','ttl':'1h'}}]}]"""));
    }

    @Test
    void keepsAMarkOfAMessageWithCallsOnTheLastCall() {
        String call = "{'id':'%s','type':'function','function':{'name':'f','arguments':'{}'}%s}";
        String mark = ",'cache_control':{'type':'ephemeral'}";
        for (String content : List.of("null", "'So'")) {
            assertThat(turns("{'role':'assistant','content':" + content + ",'tool_calls':["
                    + call.formatted("a", "") + "," + call.formatted("b", "") + "]" + mark + "}")
                    .path(0)
                    .path("content")
                    .valueStream()
                    .filter(block -> block.has("cache_control"))
                    .map(block -> block.path("id").asText()))
                    .containsExactly("b");
        }
        assertThat(turns("{'role':'assistant','tool_calls':[" + call.formatted("a", mark) + "]}")
                .path(0)
                .path("content")
                .path(0)
                .has("cache_control")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'role':'function','name':'f','content':'x'}", "'Hi'",
            "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'x','format':'wav'}}]}",
            "{'role':'user','content':[{'type':'image_url','image_url':{'url':'file:///etc/passwd'}}]}",
            "{'role':'user','content':[{'type':'file','file':{'file_id':'file-1'}}]}",
            "{'role':'system','content':[{'type':'image_url','image_url':{'url':'https://example.org/a.png'}}]}",
            "{'role':'assistant','tool_calls':[{'id':'a','type':'custom','custom':{'name':'f','input':'x'}}]}"})
    void refusesWhatNoMessageCanSay(String message) {
        assertThatThrownBy(() -> turns(message))
                .isInstanceOfSatisfying(UpstreamException.class, e -> assertThat(e.failure())
                        .isInstanceOfSatisfying(UpstreamFailure.Rejected.class, failure -> {
                            assertThat(failure.detail().param()).hasValueSatisfying(
                                    param -> assertThat(param).startsWith("messages[0]"));
                            assertThat(failure.detail().status()).hasValue(400);
                        }));
    }
}
