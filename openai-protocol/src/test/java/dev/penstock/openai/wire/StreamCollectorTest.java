package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.fake.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCollectorTest {
    @Test
    void putsParallelToolCallsTogetherByIndex() throws Exception {
        JsonNode calls = collect("dashscope/stream-tool-calls-parallel.sse")
                .at("/choices/0/message/tool_calls");

        assertThat(calls).hasSize(2);
        for (JsonNode call : calls) {
            assertThat(call.path("id").asText()).isNotEmpty();
            assertThat(call.at("/function/name").asText()).isNotEmpty();
            assertThat(new JsonMapper().readTree(call.at("/function/arguments").asText()).isObject())
                    .isTrue();
        }
    }

    @Test
    void givesAToolWithoutParametersAnEmptyObject() throws Exception {
        assertThat(collect("dashscope/stream-tool-call-noargs.sse")
                .at("/choices/0/message/tool_calls/0/function/arguments")
                .asText()).isEqualTo("{}");
    }

    @Test
    void keepsReasoningApartFromContentAndUsageWhole() throws Exception {
        JsonNode completion = collect("dashscope/stream-reasoning.sse");

        assertThat(completion.path("object").asText()).isEqualTo("chat.completion");
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.at("/choices/0/message/content").asText()).isNotEmpty();
        assertThat(completion.at("/choices/0/message/reasoning_content").asText()).isNotEmpty();
        assertThat(completion.at("/usage/completion_tokens_details/reasoning_tokens").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[{]}", "{\"choices\":[{}]}{}", "[]", "7", "{\"choices\":{\"a\":1}}",
            "{\"choices\":[\"text\"]}", "{\"choices\":[null]}", "{\"choices\":[{\"message\":\"str\"}]}",
            "{\"choices\":[{\"message\":[1]}]}", "{\"choices\":[{\"delta\":\"str\"}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":\"str\"}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[\"str\"]}}]}",
            "{\"choices\":[{\"message\":{\"tool_calls\":[1]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":\"str\"}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":{\"a\":1}}}]}}]}",
            "{\"choices\":[{\"logprobs\":\"str\"}]}"})
    void saysSoWhenNoCompletionCanBeMadeOfAChunk(String odd) {
        StreamCollector collector = new StreamCollector();
        collector.add(chunk("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[]}}]}"));

        assertThatThrownBy(() -> collector.add(chunk(odd)))
                .isInstanceOf(StreamCollector.OddChunkException.class)
                .hasMessageStartingWith("sent a chunk ");
    }

    @Test
    void stringsLogProbabilitiesTogether() throws Exception {
        JsonNode logprobs = collected("{'choices':[{'delta':{'content':'a'},'logprobs':null}]}",
                "{'choices':[{'delta':{},'logprobs':{'content':[{'token':'a'}],'refusal':null}}]}",
                "{'choices':[{'delta':{},'logprobs':{'content':null,'refusal':[{'token':'x'}]}}]}",
                "{'choices':[{'delta':{},'logprobs':{'content':[{'token':'b'}],'refusal':[{'token':'y'}]}}]}",
                "{'choices':[{'delta':{},'finish_reason':'stop','logprobs':null}]}")
                .at("/choices/0/logprobs");

        assertThat(logprobs.path("content").findValuesAsText("token")).containsExactly("a", "b");
        assertThat(logprobs.path("refusal").findValuesAsText("token")).containsExactly("x", "y");
    }

    @Test
    void letsAWholeMessageStandForItsDeltas() throws Exception {
        JsonNode choice = collected("{'choices':[{'delta':{'content':'Hel'}}]}",
                "{'choices':[{'delta':{'content':'lo'},'message':null}]}",
                "{'choices':[{'message':{'role':'assistant','content':'Hello','tool_calls':[{'id':'1'}]}}]}")
                .at("/choices/0");

        assertThat(choice.at("/message/content").asText()).isEqualTo("Hello");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText()).isEqualTo("{}");
    }

    @Test
    void keepsWhatItDoesNotKnow() throws Exception {
        JsonNode whole = collected(
                "{'id':'x','odd':1,'choices':[{'odd':1,'delta':{'odd':[1],'tool_calls':[{'id':'c','extra':{'a':1}}]}}]}",
                "{'id':null,'odd':2,'choices':[{'odd':null,'delta':{'odd':[2],'content':'','reasoning':null}}]}");

        assertThat(whole.path("id").asText()).isEqualTo("x");
        assertThat(whole.path("odd").asInt()).isEqualTo(2);
        assertThat(whole.at("/choices/0/odd").asInt()).isEqualTo(1);
        assertThat(whole.at("/choices/0/message/odd").toString()).isEqualTo("[1,2]");
        assertThat(whole.at("/choices/0/message/tool_calls/0/extra/a").asInt()).isEqualTo(1);
        assertThat(whole.at("/choices/0/message/reasoning").isNull()).isTrue();
    }

    @Test
    void writesHalfASurrogatePairThatStaysAlone() throws Exception {
        assertThat(collected("{'choices':[{'delta':{'content':'\\ud83c'}}]}",
                "{'choices':[{'delta':{'content':'\\udfee, \\ud83c'}}]}").at("/choices/0/message/content")
                .asText())
                .isEqualTo("🏮, ?");
    }

    private static JsonNode collected(String... chunks) throws Exception {
        StreamCollector collector = new StreamCollector();
        for (String one : chunks) {
            collector.add(chunk(one.replace('\'', '"')));
        }
        return new JsonMapper().readTree(collector.completion().toBytes());
    }

    private static ChatChunk chunk(String json) {
        return new ChatChunk(JsonText.of(json), false);
    }

    private static JsonNode collect(String fixture) throws Exception {
        StreamedAnswer answer = new StreamedAnswer(1);
        EventReader reader = new EventReader();
        byte[] bytes = Fixtures.bytes(fixture);
        reader.feed(bytes, 0, bytes.length, answer::accept);
        reader.end(answer::accept);
        StreamCollector collector = new StreamCollector();
        answer.take().forEach(collector::add);
        return new JsonMapper().readTree(collector.completion().toBytes());
    }
}
