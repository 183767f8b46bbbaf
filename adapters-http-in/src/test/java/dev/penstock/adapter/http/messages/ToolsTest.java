package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.body;
import static dev.penstock.adapter.http.messages.Converted.chat;
import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tools become functions, where they can.
final class ToolsTest {
    private static final String TOOL = "{'name':'f','description':'Does','input_schema':{'type':'object'}}";

    @Test
    void makesFunctionsOfTools() {
        assertThat(chat("'tools':[" + TOOL + ",{'type':'custom','name':'g','strict':true}]").path("tools"))
                .isEqualTo(json("[{'type':'function','function':{'name':'f','description':'Does',"
                        + "'parameters':{'type':'object'}}},{'type':'function','function':{'name':'g',"
                        + "'parameters':{'type':'object','properties':{}},'strict':true}}]"));
    }

    @Test
    void carriesSchemasAsTheyAreSpelt() {
        assertThat(body("'tools':[{'name':'f','input_schema':{'z':1.50,'maximum':1E400,"
                + "'minimum':-123456789012345678901234567890,'a':'\\u00e4'}}]"))
                .contains(
                        "{\"z\":1.50,\"maximum\":1E400,\"minimum\":-123456789012345678901234567890,\"a\":\"ä\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'input_examples':[{}]", "'defer_loading':true", "'eager_input_streaming':true",
            "'allowed_callers':['direct']", "'of_tomorrow':1"})
    void leavesOutOfAToolWhatOnlyClaudeKnows(String field) {
        assertThat(body("'tools':[" + TOOL.replace("}}", "}," + field + "}") + "]"))
                .isEqualTo(body("'tools':[" + TOOL + "]"));
    }

    @Test
    void keepsTheCacheMarkOfATool() {
        assertThat(chat(
                "'tools':[" + TOOL.replace("}}", "},'cache_control':{'type':'ephemeral','ttl':'1h'}}") + "]")
                .path("tools")
                .path(0)
                .path("cache_control"))
                .isEqualTo(json("{'type':'ephemeral','ttl':'1h'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_search_20250305", "web_fetch_20250910", "code_execution_20250825",
            "tool_search_tool_regex_20251119", "of_tomorrow_20270101"})
    void leavesOutToolsThatAnthropicRuns(String type) {
        assertThat(body("'tools':[{'type':'" + type + "','name':'web_search'}],'tool_choice':{'type':'tool',"
                + "'name':'web_search'}")).isEqualTo(body(""));
        assertThat(chat(
                "'tools':[{'type':'" + type + "','name':'web_search'}," + TOOL + "],'tool_choice':{'type':"
                        + "'tool','name':'web_search'}")
                .has("tool_choice")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash_20250124", "text_editor_20250728", "computer_20250124", "memory_20250818",
            "computer_toolset_20260801"})
    void refusesToolsWhoseParametersOnlyClaudeKnows(String type) {
        assertThat(
                refused("{'messages':[{'role':'user','content':'Hi'}],'tools':[" + TOOL + ",{'type':'" + type
                        + "','name':'x'}]}"))
                .isEqualTo("tools[1].type");
    }

    @Test
    void sendsNoEmptyList() {
        assertThat(body("'tools':[],'tool_choice':{'type':'auto'}")).isEqualTo(body(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'type':'auto'} | 'auto'",
            "{'type':'any'} | 'required'",
            "{'type':'none'} | 'none'",
            "{'type':'tool','name':'f'} | {'type':'function','function':{'name':'f'}}"})
    void choosesTools(String choice, String said) {
        assertThat(chat("'tools':[" + TOOL + "],'tool_choice':" + choice).path("tool_choice"))
                .isEqualTo(json(said));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'auto','disable_parallel_tool_use':true} | false",
            "{'type':'auto'} | true", "null | true"})
    void saysWhetherCallsMayBeParallel(String choice, boolean parallel) {
        assertThat(chat("'tools':[" + TOOL + "],'tool_choice':" + choice).path("parallel_tool_calls")
                .asBoolean())
                .isEqualTo(parallel);
    }
}
