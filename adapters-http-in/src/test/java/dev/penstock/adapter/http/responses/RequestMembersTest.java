package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.chat;
import static dev.penstock.adapter.http.responses.Trial.chatText;
import static dev.penstock.adapter.http.responses.Trial.json;
import static dev.penstock.adapter.http.responses.Trial.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.FieldRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every member of a request has one rule.
final class RequestMembersTest {
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"custom\",\"name\":\"p\"}]";

    @Test
    void keepsTheRulesThatAreWrittenDown() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "responses.md"));
        Map<String, FieldRule> written = new LinkedHashMap<>();
        Pattern.compile("(?m)^\\| `(\\w+)` \\| (forward|translate|drop|refuse) \\|")
                .matcher(page)
                .results()
                .forEach(row -> written.put(row.group(1),
                        FieldRule.valueOf(row.group(2).toUpperCase(Locale.ROOT))));

        assertThat(written).containsExactlyEntriesOf(RequestMembers.TABLE);
    }

    @Test
    void doesWhatTheRulesSay() {
        RequestMembers.TABLE.forEach((member, rule) -> {
            String request = "{\"input\":\"hi\",\"" + member + "\":\"something\"}";
            switch (rule) {
                case FORWARD ->
                    assertThat(chat(request).path(member).asText()).as(member).isEqualTo("something");
                case DROP -> assertThat(chat(request)).as(member).isEqualTo(chat("{\"input\":\"hi\"}"));
                case REFUSE -> assertThat(refused(request).param()).contains(member);
                case TRANSLATE -> {
                    // each has its own tests
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "0", "[]", "{}"})
    void mindsNoMemberThatAsksForNothing(String value) {
        assertThat(chat("{\"input\":\"hi\",\"background\":" + value + "}").has("background")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "max_output_tokens":100 | "max_completion_tokens":100
            "text":{"verbosity":"low"} | "verbosity":"low"
            "text":{"format":{"type":"text"}} | "model":"m"
            "text":{"format":{"type":"json_object"}} | "response_format":{"type":"json_object"}
            "text":{"format":{"type":"json_schema","name":"n","schema":{"b":1,"a":2},"strict":true}} | "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"b":1,"a":2},"strict":true}}
            "reasoning":{"effort":"high","summary":"auto"} | "reasoning_effort":"high"
            "enable_thinking":true | "enable_thinking":true
            "parallel_tool_calls":true | "model":"m"
            "tool_choice":"auto" | "model":"m"
            "metadata":{"a":"b"} | "model":"m"
            "temperature":null | "model":"m"
            """)
    void translatesAMember(String member, String becomes) {
        JsonNode expected = json("{\"model\":\"m\"," + becomes + "}");
        ObjectNode chat = (ObjectNode) chat("{\"model\":\"m\",\"input\":\"hi\"," + member + "}");
        chat.remove("messages");
        assertThat(chat).isEqualTo(expected);
    }

    @Test
    void asksTheUpstreamForTheUsageThatResponsesTell() {
        var request = new Trial().request("{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}")
                .request()
                .translated();

        assertThat(request.stream()).isTrue();
        assertThat(request.wantsUsage()).isTrue();
        assertThat(new Trial().request("{\"input\":\"hi\"}").request().translated().stream()).isFalse();
    }

    @Test
    void keepsTheSpellingOfNumbersAndTheOrderOfKeys() {
        assertThat(chatText(
                """
                        {"model":"m","input":"hi","temperature":1.50,"seed":12345678901234567890123,
                         "tools":[{"type":"function","name":"f","parameters":{"z":1E-0007,"a":{"maximum":1.0000}}}]}"""))
                .contains("\"temperature\":1.50", "\"seed\":12345678901234567890123",
                        "\"parameters\":{\"z\":1E-0007,\"a\":{\"maximum\":1.0000}}");
    }

    @Test
    void nestsAFunction() {
        assertThat(tools(
                "{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"parameters\":{},\"strict\":true}"))
                .isEqualTo(
                        json("""
                                [{"type":"function","function":{"name":"f","description":"d","parameters":{},"strict":true}}]"""));
        assertThat(tools("{\"type\":\"function\",\"name\":\"f\",\"parameters\":null,\"strict\":null}"))
                .isEqualTo(json("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"));
    }

    @Test
    void makesACustomToolAFunctionOfOneText() {
        JsonNode function = tools("""
                {"type":"custom","name":"apply_patch","description":"Edits",
                 "format":{"type":"grammar","syntax":"lark","definition":"start: x"}}""").path(0)
                .path("function");

        assertThat(function.path("name").asText()).isEqualTo("apply_patch");
        assertThat(function.path("parameters").path("required")).isEqualTo(json("[\"input\"]"));
        assertThat(function.path("parameters").path("properties").path("input").path("description").asText())
                .contains("lark", "start: x");
    }

    @Test
    void flattensNamespacesAndShortensNamesThatBecomeTooLong() {
        String inner = "x".repeat(60);
        JsonNode tools = tools("{\"type\":\"namespace\",\"name\":\"mcp\",\"description\":\"d\",\"tools\":["
                + "{\"type\":\"function\",\"name\":\"a\"},{\"type\":\"custom\",\"name\":\"b\"},{\"type\":\"function\",\"name\":\""
                + inner + "\"}]}");

        assertThat(tools.findValuesAsText("name")).hasSize(3).startsWith("mcp__a", "mcp__b");
        assertThat(tools.findValuesAsText("name").getLast()).hasSize(64).startsWith("mcp__xxx");
    }

    @Test
    void takesToolsThatStandAmongTheItems() {
        JsonNode chat = chat(
                """
                        {"model":"m","tools":[{"type":"function","name":"f"}],"input":[{"type":"additional_tools","id":"at_1",
                         "role":"developer","tools":[{"type":"namespace","name":"n","tools":[{"type":"custom","name":"p"}]}]},
                         {"role":"user","content":"hi"}]}""");

        assertThat(chat.path("tools").findValuesAsText("name")).containsExactly("f", "n__p");
        assertThat(chat.path("messages")).hasSize(1);
        assertThat(
                refused("{\"input\":[{\"type\":\"additional_tools\",\"tools\":[{\"name\":\"f\"}]}]}").param())
                .contains("input[0].tools[0].type");
    }

    @Test
    void dropsToolsThatOtherServersRun() {
        JsonNode chat = chat("{\"model\":\"m\",\"input\":\"hi\",\"tool_choice\":\"auto\",\"tools\":["
                + "{\"type\":\"web_search\",\"external_web_access\":true},{\"type\":\"mcp\",\"server_label\":\"x\"}]}");

        assertThat(chat.has("tools")).isFalse();
        assertThat(chat.has("tool_choice")).as("upstreams refuse a choice without tools").isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "auto" | "auto" | f,p
            "none" | "none" | f,p
            "required" | "required" | f,p
            {"type":"function","name":"f"} | {"type":"function","function":{"name":"f"}} | f,p
            {"type":"custom","name":"p"} | {"type":"function","function":{"name":"p"}} | f,p
            {"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"}]} | "required" | f
            """)
    void translatesAToolChoice(String choice, String becomes, String tools) {
        JsonNode chat = chat(
                "{\"model\":\"m\",\"input\":\"hi\"," + TOOL + ",\"tool_choice\":" + choice + "}");

        assertThat(chat.path("tool_choice")).isEqualTo(json(becomes));
        assertThat(String.join(",", chat.path("tools").findValuesAsText("name"))).startsWith(tools)
                .doesNotContain(tools.equals("f") ? "p" : "-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tool_choice":"required" | tool_choice
            "tool_choice":"sometimes" | tool_choice
            "tool_choice":{"type":"function","name":"f"} | tool_choice
            "tool_choice":{"type":"web_search"} | tool_choice
            "tools":[{"type":"function","function":{"name":"f"}}] | tools[0].name
            "tools":[{"name":"f"}] | tools[0].type
            "tools":"f" | tools
            "text":{"format":{"type":"xml"}} | text.format.type
            "metadata":7 | metadata
            "store":"yes" | store
            "stream":"yes" | stream
            "instructions":["x"] | instructions
            "previous_response_id":"resp_x" | previous_response_id
            """)
    void refusesWhatCannotBeDoneAndNamesIt(String member, String param) {
        assertThat(refused("{\"model\":\"m\",\"input\":\"hi\"," + member + "}").param()).contains(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"input\":", "{\"input\":\"a\"} x", "7"})
    void refusesWhatIsNoObject(String body) {
        assertThat(refused(body).code()).isEqualTo("invalid_json");
    }

    private static JsonNode tools(String tool) {
        return chat("{\"model\":\"m\",\"input\":\"hi\",\"tools\":[" + tool + "]}").path("tools");
    }
}
