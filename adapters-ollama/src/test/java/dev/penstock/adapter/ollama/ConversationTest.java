package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.json;
import static dev.penstock.adapter.ollama.Chats.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.wire.CarriedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversationTest {
    @Test
    void knowsTheDeveloperAsTheSystem() {
        assertThat(messages(
                """
                        {'role':'system','content':'Be brief.'},{'role':'developer','content':'Be kind.'},
                        {'role':'user','name':'me','content':[{'type':'text','text':'Hi'},{'type':'text','text':'there'}]}"""))
                .isEqualTo(json("""
                        [{'role':'system','content':'Be brief.'},{'role':'system','content':'Be kind.'},
                        {'role':'user','content':'Hi\\nthere'}]"""));
    }

    @Test
    void showsImagesBesideTheText() {
        assertThat(
                messages(
                        """
                                {'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO','detail':'high'}},
                                {'type':'text','text':'Look!'},{'type':'image_url','image_url':'data:;base64,AAAA'}]}"""))
                .isEqualTo(json("[{'role':'user','content':'Look!','images':['iVBO','AAAA']}]"));
    }

    @Test
    void tellsCallsWithTheirArgumentsAsObjectsAndAnswersWithTheToolsName() {
        assertThat(
                messages(
                        """
                                {'role':'assistant','content':null,'reasoning_content':'Where?','tool_calls':[
                                {'id':'c1','type':'function','function':{'name':'weather','arguments':'{~z~:1,~a~:1.0,~n~:1e400}'}},
                                {'id':'c2','type':'function','function':{'name':'time','arguments':''}}]},
                                {'role':'tool','tool_call_id':'c2','content':'noon'},
                                {'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'sunny'}]},
                                {'role':'tool','tool_call_id':'c9','name':'other','content':'?'}"""))
                .isEqualTo(
                        json("""
                                [{'role':'assistant','content':'','thinking':'Where?','tool_calls':[
                                {'id':'c1','function':{'name':'weather','arguments':{'z':1,'a':1.0,'n':1e400}}},
                                {'id':'c2','function':{'name':'time','arguments':{}}}]},
                                {'role':'tool','content':'noon','tool_name':'time','tool_call_id':'c2'},
                                {'role':'tool','content':'sunny','tool_name':'weather','tool_call_id':'c1'},
                                {'role':'tool','content':'?','tool_name':'other','tool_call_id':'c9'}]"""));
    }

    @Test
    void keepsTheOrderAndTheSpellingOfArguments() {
        assertThat(CarriedJson.text(messages("""
                {'role':'assistant','content':'','tool_calls':[{'id':'c1','type':'function',
                'function':{'name':'f','arguments':'{~z~:1,~a~:-0,~b~:1.50}'}}]}""")))
                .contains("\"arguments\":{\"z\":1,\"a\":-0,\"b\":1.50}");
    }

    @Test
    void tellsArgumentsThatAreNoJsonAllTheSame() {
        assertThat(messages("""
                {'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{~a'}}]}""")
                .path(0)
                .path("tool_calls")).isEqualTo(json(
                        "[{'function':{'name':'f','arguments':{'INVALID_JSON':'{~a'}}}]"));
    }

    @Test
    void takesThoughtsInOpenRoutersWord() {
        assertThat(
                messages("{'role':'assistant','content':'Yes','reasoning':'Hm.'}").path(0).path("thinking"))
                .isEqualTo(json("'Hm.'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.png", "http://example.org/a;base64,b",
            "data:image/png,raw",
            "iVBO", ""})
    void refusesImagesThatAreElsewhere(String url) {
        assertThatThrownBy(() -> messages(
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + url + "'}}]}"))
                .hasMessageContaining("Ollama fetches no images")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{'role':'function','name':'f','content':'x'}", "{'content':'x'}",
            "{'role':'user','content':[{'type':'input_audio'}]}",
            "{'role':'user','content':[{'type':'file','file':{}}]}",
            "{'role':'assistant','tool_calls':[{'id':'c','type':'custom','custom':{'name':'f'}}]}"})
    void refusesWhatOllamaHasNoWordsFor(String message) {
        assertThatThrownBy(() -> messages(message)).isInstanceOf(UpstreamException.class);
    }
}
