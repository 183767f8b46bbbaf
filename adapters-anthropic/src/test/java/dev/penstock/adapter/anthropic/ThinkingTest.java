package dev.penstock.adapter.anthropic;

import static dev.penstock.adapter.anthropic.Chats.asked;
import static dev.penstock.adapter.anthropic.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThinkingTest {
    private static final String LOOP = """
            'reasoning_effort':'low','messages':[{'role':'user','content':'Hi'},
            {'role':'assistant','reasoning_details':[%s],
            'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},
            {'role':'tool','tool_call_id':'a','content':'x'}]""";

    @ParameterizedTest
    @CsvSource({"claude-3-haiku-20240307, THOUGHTLESS", "claude-3-5-sonnet-latest, THOUGHTLESS",
            "claude-2.1, THOUGHTLESS", "claude-3-7-sonnet-20250219, BUDGETED",
            "claude-sonnet-4-20250514, BUDGETED", "claude-opus-4-1-20250805, BUDGETED",
            "anthropic/claude-sonnet-4.5, BUDGETED", "eu.anthropic.claude-haiku-4-5-20251001-v1:0, BUDGETED",
            "claude-opus-4-6, ADAPTIVE", "claude-sonnet-4.6, ADAPTIVE", "claude-opus-4-7, UNSAMPLED",
            "claude-haiku-5-5, UNSAMPLED", "claude-mythos-preview, UNSAMPLED", "claude-sonnet-5, UNSAMPLED",
            "kimi-k2-thinking, FOREIGN"})
    void knowsAModelsGenerationByItsName(String model, Generation generation) {
        assertThat(Generation.of(model)).isEqualTo(generation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "claude-3-5-haiku; 'reasoning_effort':'high'; null",
            "claude-sonnet-4-5; 'reasoning_effort':'high','max_tokens':10000; {'type':'enabled','budget_tokens':8000}",
            "claude-sonnet-4-5; 'reasoning_effort':'low','max_tokens':2000; {'type':'enabled','budget_tokens':1024}",
            "claude-sonnet-4-5; 'reasoning_effort':'low','max_tokens':1000; null",
            "claude-sonnet-4-5; 'reasoning_effort':'none'; null", "claude-sonnet-4-5; 'seed':1; null",
            "claude-sonnet-4-5; 'thinking_budget':4096; {'type':'enabled','budget_tokens':4096}",
            "claude-sonnet-4-5; 'reasoning':{'max_tokens':99999}; {'type':'enabled','budget_tokens':31999}",
            "claude-sonnet-4-5; 'enable_thinking':false,'thinking_budget':4096; null",
            "claude-opus-4-6; 'reasoning_effort':'low'; {'type':'adaptive','display':'summarized'}",
            "claude-opus-4-8; 'enable_thinking':true; {'type':'adaptive','display':'summarized'}",
            "claude-opus-4-8; 'reasoning':{'enabled':false}; null",
            "kimi-k2; 'enable_thinking':true; {'type':'enabled','budget_tokens':16000}",
            "kimi-k2; 'reasoning_effort':'none'; {'type':'disabled'}"})
    void thinksInTheWordsOfTheModelsGeneration(String model, String chat, String thinking) {
        JsonNode asked = asked(model, chat);

        assertThat(asked.has("thinking")).isEqualTo(!thinking.equals("null"));
        if (asked.has("thinking")) {
            assertThat(asked.path("thinking")).hasToString(json(thinking).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"claude-opus-4-6, minimal, low", "claude-opus-4-6, medium, medium",
            "claude-opus-4-6, xhigh, high",
            "claude-opus-4-6, max, max", "claude-opus-4-7, xhigh, xhigh"})
    void asksForAnEffortWhereThereIsNoBudget(String model, String asked, String effort) {
        assertThat(asked(model, "'reasoning_effort':'" + asked + "'").path("output_config"))
                .isEqualTo(json("{'effort':'" + effort + "'}"));
    }

    @Test
    void keepsAnEffortBesideASchema() {
        assertThat(asked("claude-opus-4-7", """
                'reasoning':{'effort':'low'},'output_config':{'task_budget':1},
                'response_format':{'type':'json_schema','json_schema':{'schema':{}}}""")
                .path("output_config"))
                .isEqualTo(json("""
                        {'task_budget':1,'format':{'type':'json_schema','schema':{}},'effort':'low'}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'required'", "{'type':'function','function':{'name':'f'}}"})
    void doesNotThinkWhereAToolIsForced(String choice) {
        assertThat(asked("claude-opus-4-7",
                """
                        'reasoning_effort':'low','tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':"""
                        + choice)
                .has("thinking")).isFalse();
    }

    @Test
    void bringsACallThatBeganWithoutThoughtsToItsEndWithoutThem() {
        assertThat(asked(LOOP.formatted("")).has("thinking")).isFalse();
        assertThat(asked(LOOP.formatted("{'type':'reasoning.text','text':'Hm','signature':'s'}"))
                .has("thinking")).isTrue();
        assertThat(asked("claude-opus-4-6", LOOP.formatted("")).has("thinking")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"claude-opus-4-7, x", "claude-opus-4-6, reasoning_effort",
            "claude-sonnet-4-5, reasoning_effort"})
    void leavesSamplingOutWhereItIsRefused(String model, String member) {
        JsonNode asked = asked(model, "'temperature':0,'top_p':0.1,'top_k':3,'" + member + "':'low'");

        assertThat(asked.properties()).extracting(Map.Entry::getKey)
                .doesNotContain("temperature", "top_p", "top_k");
    }
}
