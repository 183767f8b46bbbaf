package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.openai.relay.RelayedWhole;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.OddEventException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeChatTest {
    @Test
    void makesACompletionOfAMessage() {
        assertThat(chat("[{'type':'text','text':'Hel'},{'type':'text','text':'lo'}]", "end_turn"))
                .isEqualTo(
                        json("""
                                {'id':'msg_1','object':'chat.completion','created':7,'model':'claude-x','choices':[{'index':0,
                                'message':{'role':'assistant','content':'Hello','refusal':null},'logprobs':null,'finish_reason':'stop'}],
                                'usage':{'prompt_tokens':125,'completion_tokens':9,'total_tokens':134,
                                'prompt_tokens_details':{'cached_tokens':100,'cache_creation_input_tokens':20,'cache_write_tokens':20},
                                'completion_tokens_details':{'reasoning_tokens':4}}}"""));
    }

    @Test
    void tellsThoughtsAndCallsBesideTheText() {
        JsonNode choice = chat(
                """
                        [{'type':'thinking','thinking':'Hm.','signature':'sig'},{'type':'redacted_thinking','data':'xyz'},
                        {'type':'server_tool_use','id':'s','name':'web_search','input':{}},
                        {'type':'tool_use','id':'toolu_1','name':'a','input':{'n':1e400}},
                        {'type':'tool_use','id':'toolu_2','name':'b','input':{}}]""",
                "tool_use").path("choices").path(0);

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message")).isEqualTo(
                json("""
                        {'role':'assistant','content':null,'refusal':null,'reasoning_content':'Hm.','reasoning_details':[
                        {'type':'reasoning.text','text':'Hm.','signature':'sig','format':'anthropic-claude-v1','index':0},
                        {'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1','index':1}],'tool_calls':[
                        {'id':'toolu_1','type':'function','function':{'name':'a','arguments':'{~n~:1e400}'}},
                        {'id':'toolu_2','type':'function','function':{'name':'b','arguments':'{}'}}]}"""));
    }

    @Test
    void givesThoughtsBackAsTheyWere() {
        String thoughts = "{'type':'thinking','thinking':'Hm.','signature':'sig'},{'type':'redacted_thinking','data':'xyz'}";
        JsonNode message = chat("[" + thoughts + ",{'type':'text','text':'Yes.'}]", "end_turn")
                .path("choices")
                .path(0)
                .path("message");

        assertThat(AssistantTurn.of(message, Tools.mapping(message), "messages[0]"))
                .isEqualTo(json("[" + thoughts + ",{'type':'text','text':'Yes.'}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'id':'t','input':{}", "'id':'t','name':'','input':{}",
            "'id':'t','name':null,'input':{'a':1}", "'id':'t','name':'a','input':[1]",
            "'id':'t','name':'a','input':7", "'id':'t','name':'a','input':'x'"})
    void refusesACallThatNamesNoToolOrHasNoObject(String call) {
        String content = "[{'type':'tool_use'," + call + "}]";

        assertThatThrownBy(() -> chat(content, "tool_use")).isInstanceOf(OddEventException.class);
    }

    @Test
    void leavesOutACallThatTheLimitCut() {
        JsonNode choice = chat("[{'type':'text','text':'Hm'},{'type':'tool_use','id':'t','name':''}]",
                "max_tokens").path("choices").path(0);

        assertThat(choice.path("message").has("tool_calls")).isFalse();
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    }

    private static JsonNode chat(String content, String reason) {
        byte[] message = CarriedJson.write(
                json("""
                        {'id':'msg_1','type':'message','role':'assistant','model':'claude-x','content':%s,'stop_reason':'%s',
                        'usage':{'input_tokens':5,'cache_read_input_tokens':100,'cache_creation_input_tokens':20,'output_tokens':9,
                        'output_tokens_details':{'thinking_tokens':4}}}"""
                        .formatted(content, reason)));
        ChatCompletion answer = RelayedWhole.read(ClientApi.MESSAGES, message).completion().orElseThrow();
        return CarriedJson.parsed(WholeChat.of(answer, 7, Streamed.noCalls()).json().toBytes()).orElseThrow();
    }
}
