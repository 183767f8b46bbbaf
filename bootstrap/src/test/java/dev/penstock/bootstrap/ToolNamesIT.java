package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of tools that an upstream does not accept or cannot tell apart.
final class ToolNamesIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LEGAL = "[a-zA-Z0-9_-]{1,64}";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
    private static final String LONG = "mcp__a_server_with_a_very_long_name__a_tool_with_a_very_long_name_that_goes_on";

    @AutoClose
    private final FakeUpstream chats = FakeUpstream.start();
    @AutoClose
    private final FakeUpstream claude = FakeUpstream.start();
    @AutoClose
    private final RunningGateway gateway = RunningGateway.configured("""
            default: {provider: chats}
            retry: {attempts: 1}
            providers:
              chats: {kind: openai-compatible, base-url: "%s"}
              claude: {kind: anthropic, base-url: "%s", key: "sk-test-claude"}
            """.formatted(chats.baseUri(), claude.baseUri()));

    @ParameterizedTest
    @ValueSource(strings = {"files.read", "get weather", "查询天气", "functions.Bash:0", LONG})
    void aMessagesClientUsesItsOwnNameAndTheUpstreamALegalOne(String name) throws JsonProcessingException {
        chats.answer(Reply.json(200, wholeChat("")));
        String request = """
                {"model":"chats/m","max_tokens":9,"stream":%s,"tool_choice":{"type":"tool","name":"%s"},
                "tools":[{"name":"files_read","input_schema":{}},{"name":"%s","input_schema":{}}],
                "messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"%s","input":{}}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"r"}]}]}
                """;
        var _ = gateway.post("/v1/messages", request.formatted(false, name, name, name));
        String upstream = nameInChat(1);

        chats.answer(Reply.json(200, wholeChat(upstream)));
        assertThat(gateway.post("/v1/messages", request.formatted(false, name, name, name))
                .json()
                .path("content")
                .path(0)
                .path("name")
                .asText()).isEqualTo(name);
        chats.answer(Reply.sse(streamedChat(upstream)));
        assertThat(gateway.post("/v1/messages", request.formatted(true, name, name, name)).body())
                .contains("\"name\":\"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.read", "get weather", "查询天气", "functions.Bash:0", LONG})
    void aResponsesClientUsesItsOwnNameAndTheUpstreamALegalOne(String name) throws JsonProcessingException {
        String request = """
                {"model":"chats/m","store":false,"stream":%s,"tool_choice":{"type":"function","name":"%s"},
                "tools":[{"type":"function","name":"files_read"},{"type":"function","name":"%s"}],
                "input":[{"role":"user","content":"x"},
                {"type":"function_call","call_id":"t1","name":"%s","arguments":"{}"},
                {"type":"function_call_output","call_id":"t1","output":"r"}]}
                """;
        chats.answer(Reply.json(200, wholeChat("")));
        var _ = gateway.post("/v1/responses", request.formatted(false, name, name, name));
        String upstream = nameInChat(1);

        chats.answer(Reply.json(200, wholeChat(upstream)));
        assertThat(gateway.post("/v1/responses", request.formatted(false, name, name, name))
                .json()
                .path("output")
                .path(0)
                .path("name")
                .asText()).isEqualTo(name);
        chats.answer(Reply.sse(streamedChat(upstream)));
        assertThat(gateway.post("/v1/responses", request.formatted(true, name, name, name)).body())
                .contains("\"status\":\"completed\",\"call_id\":\"c\",\"name\":\"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.read", "get weather", "查询天气", "functions.Bash:0", LONG})
    void aChatClientUsesItsOwnNameAndAnthropicALegalOne(String name) throws JsonProcessingException {
        String request = """
                {"model":"claude/c","stream":%s,"tool_choice":{"type":"function","function":{"name":"%s"}},
                "tools":[{"type":"function","function":{"name":"files_read"}},{"type":"function","function":{"name":"%s"}}],
                "messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"%s","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"t1","content":"r"}]}
                """;
        claude.answer(Reply.json(200, wholeMessage("x")));
        var _ = gateway.post("/v1/chat/completions", request.formatted(false, name, name, name));
        JsonNode asked = asked(claude);
        String upstream = asked.path("tools").path(1).path("name").asText();
        assertThat(upstream).matches(LEGAL).isNotEqualTo("files_read");
        assertThat(asked.path("tool_choice").path("name").asText()).isEqualTo(upstream);
        assertThat(asked.path("messages").path(1).path("content").path(0).path("name").asText())
                .isEqualTo(upstream);

        claude.answer(Reply.json(200, wholeMessage(upstream)));
        assertThat(gateway.post("/v1/chat/completions", request.formatted(false, name, name, name))
                .json()
                .path("choices")
                .path(0)
                .path("message")
                .path("tool_calls")
                .path(0)
                .path("function")
                .path("name")
                .asText()).isEqualTo(name);
        claude.answer(Reply.sse(streamedMessage(upstream)));
        assertThat(gateway.post("/v1/chat/completions", request.formatted(true, name, name, name)).body())
                .contains("\"function\":{\"name\":\"" + name + "\"");
    }

    @Test
    void aFunctionAndAToolInANamespaceThatReadTheSameAreTwoTools() throws JsonProcessingException {
        String request = """
                {"model":"chats/m","store":false,"stream":%s,"input":"x","tools":[
                {"type":"namespace","name":"docs","tools":[{"type":"function","name":"search"}]},
                {"type":"function","name":"docs__search"},
                {"type":"namespace","name":"a__b","tools":[{"type":"custom","name":"c"}]},
                {"type":"namespace","name":"a","tools":[{"type":"function","name":"b__c"}]}]}""";
        chats.answer(Reply.json(200, wholeChat("")));
        var _ = gateway.post("/v1/responses", request.formatted(false));
        List<String> names = asked(chats).path("tools").findValuesAsText("name");
        assertThat(names).hasSize(4).doesNotHaveDuplicates().allMatch(name -> name.matches(LEGAL));

        List<String> called = new ArrayList<>();
        for (String name : names) {
            chats.answer(Reply.json(200, wholeChat(name)));
            JsonNode item = gateway.post("/v1/responses", request.formatted(false))
                    .json()
                    .path("output")
                    .path(0);
            called.add(item.path("namespace").asText("-") + " " + item.path("name").asText());
            chats.answer(Reply.sse(streamedChat(name)));
            assertThat(gateway.post("/v1/responses", request.formatted(true)).body())
                    .contains("\"name\":\"" + item.path("name").asText() + "\"");
        }
        assertThat(called).containsExactly("docs search", "- docs__search", "a__b c", "a b__c");
    }

    @Test
    void aCallOfTheHistoryHasTheNameOfItsToolAndAChoiceMeansTheRightOne() throws JsonProcessingException {
        chats.answer(Reply.json(200, wholeChat("")));
        var _ = gateway.post("/v1/responses", """
                {"model":"chats/m","store":false,
                "tool_choice":{"type":"function","namespace":"docs","name":"search"},"tools":[
                {"type":"function","name":"docs__search"},
                {"type":"namespace","name":"docs","tools":[{"type":"function","name":"search"}]}],
                "input":[{"role":"user","content":"x"},
                {"type":"function_call","call_id":"1","name":"docs__search","arguments":"{}"},
                {"type":"function_call_output","call_id":"1","output":"r"},
                {"type":"function_call","call_id":"2","namespace":"docs","name":"search","arguments":"{}"},
                {"type":"function_call_output","call_id":"2","output":"r"}]}""");
        JsonNode asked = asked(chats);
        List<String> names = asked.path("tools").findValuesAsText("name");

        assertThat(names).first().isEqualTo("docs__search");
        assertThat(asked.path("tool_choice").findValuesAsText("name")).containsExactly(names.getLast());
        assertThat(asked.path("messages").findValuesAsText("name")).isEqualTo(names);
    }

    @Test
    void aToolThatASearchFoundIsReferredToByTheNameThatTheUpstreamKnows() throws JsonProcessingException {
        chats.answer(Reply.json(200, wholeChat("")));
        var _ = gateway.post("/v1/messages", """
                {"model":"chats/m","max_tokens":9,"tools":[{"name":"files.read","input_schema":{}}],
                "messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"ToolSearch","input":{}}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[
                {"type":"tool_reference","tool_name":"files.read"}]}]}]}""");

        JsonNode asked = asked(chats);
        assertThat(asked.path("messages").path(2).path("content").asText())
                .contains(asked.path("tools").path(0).path("function").path("name").asText());
    }

    @Test
    void aToolWithoutANameIsRefusedInEachApi() {
        assertRefused("/v1/messages", """
                {"model":"chats/m","max_tokens":9,"tools":[{"name":"","input_schema":%s}],
                "messages":[{"role":"user","content":"x"}]}""".formatted(SCHEMA), "tools[0].name");
        assertRefused("/v1/responses", """
                {"model":"chats/m","store":false,"tools":[{"type":"function","name":""}],"input":"x"}""",
                "tools[0].name");
        assertRefused("/v1/chat/completions", """
                {"model":"claude/c","tools":[{"type":"function","function":{"name":""}}],
                "messages":[{"role":"user","content":"x"}]}""", "tools[0].function.name");
    }

    @Test
    void aRequestInTheUpstreamsOwnApiKeepsItsNames() {
        claude.answer(Reply.json(200, wholeMessage("files.read")));
        chats.answer(Reply.json(200, wholeChat("files.read")));

        assertThat(gateway.post("/v1/messages", """
                {"model":"claude/c","max_tokens":9,"tools":[{"name":"files.read","input_schema":%s}],
                "messages":[{"role":"user","content":"x"}]}""".formatted(SCHEMA)).body())
                .isEqualTo(wholeMessage("files.read"));
        assertThat(claude.lastRequest().text()).contains("\"name\":\"files.read\"");
        assertThat(gateway.post("/v1/chat/completions", """
                {"model":"chats/m","tools":[{"type":"function","function":{"name":"files.read"}}],
                "messages":[{"role":"user","content":"x"}]}""").body()).isEqualTo(wholeChat("files.read"));
        assertThat(chats.lastRequest().text()).contains("\"name\":\"files.read\"");
    }

    private void assertRefused(String path, String body, String param) {
        var answer = gateway.post(path, body);
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.body()).contains(path.endsWith("messages") ? "'name'" : param);
        assertThat(chats.requests()).isEmpty();
        assertThat(claude.requests()).isEmpty();
    }

    /// The name of a tool in the chat that was asked last, which tools, choice and history agree on.
    private String nameInChat(int tool) throws JsonProcessingException {
        JsonNode asked = asked(chats);
        String name = asked.path("tools").path(tool).path("function").path("name").asText();
        assertThat(name).matches(LEGAL).isNotEqualTo("files_read");
        assertThat(asked.path("tool_choice").path("function").path("name").asText()).isEqualTo(name);
        assertThat(asked.path("messages")
                .path(1)
                .path("tool_calls")
                .path(0)
                .path("function")
                .path("name")
                .asText())
                .isEqualTo(name);
        return name;
    }

    private static JsonNode asked(FakeUpstream upstream) throws JsonProcessingException {
        return MAPPER.readTree(upstream.lastRequest().text());
    }

    private static String call(String name) {
        return "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"{}\"}}";
    }

    private static String wholeChat(String name) {
        return """
                {"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":%s},\
                "finish_reason":"stop"}]}""".formatted(name.isEmpty()
                ? "\"ok\""
                : "null,\"tool_calls\":[" + call(name) + "]");
    }

    private static String streamedChat(String name) {
        return """
                data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[%s]},"finish_reason":null}]}

                data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """
                .formatted(call(name));
    }

    private static String wholeMessage(String name) {
        return """
                {"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"tool_use","id":"c",\
                "name":"%s","input":{}}],"stop_reason":"tool_use","stop_sequence":null,\
                "usage":{"input_tokens":1,"output_tokens":1}}"""
                .formatted(name);
    }

    private static String streamedMessage(String name) {
        return """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"c",\
                "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"%s","input":{}}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}

                event: message_stop
                data: {"type":"message_stop"}

                """
                .formatted(name);
    }
}
