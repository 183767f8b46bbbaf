package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.json;
import static dev.penstock.adapter.anthropic.Streamed.begin;
import static dev.penstock.adapter.anthropic.Streamed.event;
import static dev.penstock.adapter.anthropic.Streamed.piece;
import static dev.penstock.adapter.anthropic.Streamed.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatStreamTest {
    private static final String START = event("message_start",
            """
                    'message':{'id':'msg_1','type':'message','role':'assistant','model':'claude-x','content':[],'stop_reason':null,\
                    'usage':{'input_tokens':5,'cache_read_input_tokens':100,'cache_creation_input_tokens':20,'output_tokens':1}}""")
            + event("ping", "");
    private static final String TEXT = begin(0, "'type':'text','text':''");
    private static final String END = event("message_delta",
            "'delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':7}") + event("message_stop", "");

    @Test
    void makesChunksOfText() {
        Streamed told = Streamed.of(START, TEXT, piece(0, "'type':'text_delta','text':'Hel'"),
                piece(0, "'type':'text_delta','text':'lo'"), stop(0), END);

        assertThat(told.json()).containsExactly(chunk("{'role':'assistant','content':'Hel'}", "null"),
                chunk("{'content':'lo'}", "null"), chunk("{}", "'stop'"),
                json("""
                        {'id':'msg_1','object':'chat.completion.chunk','created':1795392000,'model':'claude-x','choices':[],
                        'usage':{'prompt_tokens':125,'completion_tokens':7,'total_tokens':132,
                        'prompt_tokens_details':{'cached_tokens':100,'cache_creation_input_tokens':20,'cache_write_tokens':20},
                        'completion_tokens_details':{'reasoning_tokens':0}}}"""));
        assertThat(told.chunks().getLast().usageOnly()).isTrue();
        assertThat(told.end()).contains(
                new ChatEnd(FinishReason.STOP,
                        Optional.of(new Usage(125, 100, 20, 7, 0, 132, Optional.empty()))));
    }

    @Test
    void keepsThePromptThatTheEndReportsAsNothing() {
        Streamed told = Streamed.of(START, TEXT, piece(0, "'type':'text_delta','text':'Hi'"), stop(0),
                END.replace("\"output_tokens\":7",
                        "\"input_tokens\":0,\"cache_read_input_tokens\":0,\"cache_creation_input_tokens\":0,\"output_tokens\":7"));

        assertThat(told.json().getLast().path("usage")).isEqualTo(
                json("""
                        {'prompt_tokens':125,'completion_tokens':7,'total_tokens':132,
                        'prompt_tokens_details':{'cached_tokens':100,'cache_creation_input_tokens':20,'cache_write_tokens':20},
                        'completion_tokens_details':{'reasoning_tokens':0}}"""));
        assertThat(told.end()).get()
                .extracting(ChatEnd::usage)
                .isEqualTo(Optional.of(new Usage(125, 100, 20, 7, 0, 132, Optional.empty())));
    }

    @Test
    void tellsThoughtsAsTheyComeAndOnceMoreWholeWithTheirSignature() {
        Streamed told = Streamed.of(START, begin(0, "'type':'thinking','thinking':'','signature':''"),
                piece(0, "'type':'thinking_delta','thinking':'Hm. '"),
                piece(0, "'type':'thinking_delta','thinking':'Well.'"),
                piece(0, "'type':'signature_delta','signature':'si'"),
                piece(0, "'type':'signature_delta','signature':'g'"), stop(0),
                begin(1, "'type':'redacted_thinking','data':'xyz'"), stop(1), END);

        assertThat(told.deltas()).containsExactly(json("{'role':'assistant','reasoning_content':'Hm. '}"),
                json("{'reasoning_content':'Well.'}"),
                json("""
                        {'reasoning_details':[{'type':'reasoning.text','text':'Hm. Well.','signature':'sig',
                        'format':'anthropic-claude-v1','index':0}]}"""),
                json("""
                        {'reasoning_details':[{'type':'reasoning.encrypted','data':'xyz','format':'anthropic-claude-v1','index':1}]}"""),
                json("{}"));
    }

    /// Newer models tell no thoughts, and want the signature back all the same.
    @Test
    void keepsTheSignatureOfAThoughtThatIsNotTold() {
        Streamed told = Streamed.of(START, begin(0, "'type':'thinking','thinking':'','signature':''"),
                piece(0, "'type':'signature_delta','signature':'sig'"), stop(0), END);
        JsonNode message = json("{'role':'assistant','content':'x'}").deepCopy();
        JsonNode details = told.deltas().getFirst().path("reasoning_details");

        assertThat(Thoughts.blocks(details)).containsExactly(
                json("{'type':'thinking','thinking':'','signature':'sig'}"));
        assertThat(message.has("reasoning_content")).isFalse();
    }

    @Test
    void callsToolsInParallelAndOneWithoutArguments() {
        Streamed told = Streamed.of(START, TEXT, piece(0, "'type':'text_delta','text':'Ok'"), stop(0),
                begin(1, "'type':'tool_use','id':'toolu_1','name':'a','input':{}"),
                piece(1, "'type':'input_json_delta','partial_json':''"),
                piece(1, "'type':'input_json_delta','partial_json':'{~n~:'"),
                piece(1, "'type':'input_json_delta','partial_json':'1}'"), stop(1),
                begin(2, "'type':'tool_use','id':'toolu_2','name':'b','input':{}"), stop(2),
                begin(3, "'type':'tool_use','id':'toolu_3','name':'c','input':{'all':1.0}"), stop(3),
                END.replace("end_turn", "tool_use"));

        assertThat(told.deltas()).extracting(JsonNode::toString)
                .containsExactly("{\"role\":\"assistant\",\"content\":\"Ok\"}", begun(0, "a"),
                        argued(0, "{\\\"n\\\":"), argued(0, "1}"), begun(1, "b"), argued(1, "{}"),
                        begun(2, "c"), argued(2, "{\\\"all\\\":1.0}"), "{}");
        assertThat(told.choices().getLast().path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @CsvSource({"end_turn, stop", "stop_sequence, stop", "max_tokens, length", "tool_use, tool_calls",
            "model_context_window_exceeded, length", "refusal, content_filter", "pause_turn, stop"})
    void saysWhyTheModelStopped(String reason, String finish) {
        Streamed told = Streamed.of(START, TEXT, END.replace("end_turn", reason));

        assertThat(told.choices()).extracting(choice -> choice.path("finish_reason").asText())
                .containsExactly(finish);
    }

    @Test
    void saysNothingOfWhatAnthropicsServersDid() {
        Streamed told = Streamed.of(START,
                begin(0, "'type':'server_tool_use','id':'s','name':'web_search','input':{}"),
                piece(0, "'type':'input_json_delta','partial_json':'{}'"), stop(0),
                begin(1, "'type':'web_search_tool_result','tool_use_id':'s','content':[]"), stop(1),
                begin(2, "'type':'text','text':'Found'"), piece(2, "'type':'citations_delta','citation':{}"),
                stop(2), event("unheard_of", "'a':1"), END);

        assertThat(told.deltas()).containsExactly(json("{'role':'assistant','content':'Found'}"), json("{}"));
    }

    @Test
    void keepsTheRoleBackUntilThereIsSomethingToSay() {
        assertThat(Streamed.of(START, TEXT).chunks()).isEmpty();
        assertThat(Streamed.of(START, TEXT).end()).isEmpty();
    }

    @Test
    void finishesNoAnswerThatDoesNotComeToItsVeryEnd() {
        Streamed told = Streamed.of(START, TEXT, piece(0, "'type':'text_delta','text':'Hel'"),
                END.substring(0, END.indexOf("event: message_stop")));

        assertThat(told.end()).isEmpty();
        assertThat(told.choices()).extracting(choice -> choice.path("finish_reason").isNull())
                .containsExactly(true);
        assertThat(told.stream().usage()).map(Usage::completionTokens).contains(7L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsAnErrorBeforeAndAfterTheFirstEvent(boolean before) {
        Streamed told = Streamed.of(before ? "" : START + TEXT + piece(0, "'type':'text_delta','text':'Hel'"),
                event("error", "'error':{'type':'overloaded_error','message':'Too much'}"), END);

        assertThat(told.stream().failure()).hasValueSatisfying(detail -> {
            assertThat(detail.message()).isEqualTo("Too much");
            assertThat(detail.status()).hasValue(529);
        });
        assertThat(told.stream().garbled()).isFalse();
        assertThat(told.end()).isEmpty();
        assertThat(told.choices()).noneMatch(choice -> !choice.path("finish_reason").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'input':{}", "'name':'','input':{}", "'name':null,'input':{'a':1}",
            "'name':'a','input':[1]", "'name':'a','input':7", "'name':'a','input':'x'"})
    void takesACallThatNamesNoToolOrHasNoObjectForGarbled(String call) {
        Streamed told = Streamed.of(START, begin(0, "'type':'tool_use','id':'t'," + call), stop(0), END);

        assertThat(told.stream().garbled()).isTrue();
        assertThat(told.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: content_block_delta\ndata: {\"delta\n\n",
            "event: content_block_delta\ndata: {\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"x\"}}\n\n",
            "data: {\"choices\":[]}\n\n"})
    void takesNonsenseForGarbled(String event) {
        Streamed told = Streamed.of(START, TEXT, event, END);

        assertThat(told.stream().garbled()).isTrue();
        assertThat(told.stream().failure()).isPresent();
        assertThat(told.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"model_context_window_exceeded, length, CONTEXT_WINDOW", "brand_new, brand_new, OTHER",
            "pause_turn, stop, OTHER", "stop_sequence, stop, STOP"})
    void finishesInOpenAisWordsOrInTheUnknownOne(String word, String finish, FinishReason reason) {
        Streamed told = Streamed.of(START, TEXT, stop(0), END.replace("end_turn", word));

        assertThat(told.choices().getLast().path("finish_reason").asText()).isEqualTo(finish);
        assertThat(told.end().orElseThrow().reason()).isEqualTo(reason);
        assertThat(told.end().orElseThrow().unknownWord())
                .isEqualTo(Optional.of(word).filter("brand_new"::equals));
    }

    @Test
    void breaksOffAtAStopReasonThatReportsAnInterruption() {
        Streamed told = Streamed.of(START, TEXT, piece(0, "'type':'text_delta','text':'Hi'"), stop(0),
                END.replace("end_turn", "network_error"));

        assertThat(told.stream().failure()).isPresent();
        assertThat(told.end()).isEmpty();
        assertThat(told.choices()).singleElement().matches(choice -> choice.path("finish_reason").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: ping\ndata: no JSON\n\n", "event: x-note\ndata: no JSON\n\n",
            "event: heartbeat\ndata: {}\n\n", "data: {\"type\":\"x-note\"}\n\n"})
    void skipsEventsOfUnknownNames(String odd) {
        Streamed told = Streamed.of(odd, START, odd, TEXT, piece(0, "'type':'text_delta','text':'Hi'"), odd,
                stop(0), odd,
                END);

        assertThat(told.stream().failure()).isEmpty();
        assertThat(told.end()).isPresent();
        assertThat(told.deltas()).hasSize(2);
    }

    private static JsonNode chunk(String delta, String finish) {
        return json("""
                {'id':'msg_1','object':'chat.completion.chunk','created':1795392000,'model':'claude-x',
                'choices':[{'index':0,'delta':%s,'finish_reason':%s}]}""".formatted(delta, finish));
    }

    private static String begun(int index, String name) {
        return """
                {"tool_calls":[{"index":%d,"id":"toolu_%d","type":"function","function":{"name":"%s","arguments":""}}]}"""
                .formatted(index, index + 1, name);
    }

    private static String argued(int index, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"" + arguments
                + "\"}}]}";
    }
}
