package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.fake.Fixtures;
import org.junit.jupiter.api.Test;

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
