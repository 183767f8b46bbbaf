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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids of tool calls, from upstreams that write any to clients and upstreams that accept few.
final class ToolCallIdsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LEGAL = "[a-zA-Z0-9_-]{1,64}";
    private static final String MESSAGE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"ok"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";

    @AutoClose
    private final FakeUpstream chats = FakeUpstream.start();
    @AutoClose
    private final FakeUpstream claude = FakeUpstream.start();
    @AutoClose
    private final FakeUpstream ollama = FakeUpstream.start();
    @AutoClose
    private final RunningGateway gateway = RunningGateway.configured("""
            default: {provider: chats}
            retry: {attempts: 1}
            providers:
              chats: {kind: openai-compatible, base-url: "%s"}
              claude: {kind: anthropic, base-url: "%s", key: "sk-test-claude"}
              ollama: {kind: ollama, base-url: "%s"}
            routes:
              falling-back: [chats/k2, claude/c]
            """.formatted(chats.baseUri(), claude.baseUri(), ollama.baseUri()));

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "调用一", "a b", "pstk_0_ZnVuY3Rpb25zLkJhc2g6MA", "toolu_1"})
    void aMessagesClientGetsALegalIdAndTheUpstreamItsOwnBack(String id) throws JsonProcessingException {
        chats.answer(Reply.json(200, whole(id)));
        JsonNode call = message("").path("content").path(0);
        assertThat(call.path("id").asText()).matches(LEGAL);
        assertThat(call.path("id").asText().equals(id)).isEqualTo(id.equals("toolu_1"));

        assertThat(streamedToMessages(id, "")).isEqualTo(call.path("id").asText());

        message(turn(call.path("id").asText()));
        assertThat(asked(chats).path("messages").path(1).path("tool_calls").path(0).path("id").asText())
                .isEqualTo(id);
        assertThat(asked(chats).path("messages").path(2).path("tool_call_id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.Bash:0", "调用一", "a b", "pstk_0_ZnVuY3Rpb25zLkJhc2g6MA", "toolu_1"})
    void aResponsesClientGetsALegalIdAndTheUpstreamItsOwnBack(String id) throws JsonProcessingException {
        chats.answer(Reply.json(200, whole(id)));
        String given = response("").path("output").path(0).path("call_id").asText();
        assertThat(given).matches(LEGAL);

        response(item(given));
        assertThat(asked(chats).path("messages").path(1).path("tool_calls").path(0).path("id").asText())
                .isEqualTo(id);
        assertThat(asked(chats).path("messages").path(2).path("tool_call_id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call_0", "", "functions.Bash:0"})
    void anIdThatTheUpstreamWritesAnewInEveryTurnIsUniqueForItsClient(String id)
            throws JsonProcessingException {
        chats.answer(Reply.json(200, whole(id)));
        List<String> messages = new ArrayList<>();
        List<String> responses = new ArrayList<>();
        StringBuilder turns = new StringBuilder();
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            String inMessage = message(turns.toString()).path("content").path(0).path("id").asText();
            messages.add(inMessage);
            turns.append(turn(inMessage));
            assertThat(streamedToMessages(id, turns.toString())).matches(LEGAL).isNotIn(messages);
            String inResponse = response(items.toString()).path("output").path(0).path("call_id").asText();
            responses.add(inResponse);
            items.append(item(inResponse));
        }

        assertThat(messages).doesNotHaveDuplicates().allMatch(one -> one.matches(LEGAL));
        assertThat(responses).doesNotHaveDuplicates().allMatch(one -> one.matches(LEGAL));
        response(items.toString());
        assertThat(pairs(asked(chats).path("messages"))).hasSize(3).doesNotHaveDuplicates();
        message(turns.toString());
        assertThat(pairs(asked(chats).path("messages"))).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void parallelCallsOfOneIdAreTwoCalls() throws JsonProcessingException {
        String two = whole("a").replace("\"tool_calls\":[", "\"tool_calls\":[" + call("a") + ",");
        chats.answer(Reply.json(200, two));

        assertThat(message("").path("content").findValuesAsText("id")).hasSize(2).doesNotHaveDuplicates();
        assertThat(response("").path("output").findValuesAsText("call_id")).hasSize(2)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"调用一,调用二", "functions.Bash:0,functions.Bash.0", "a,a", "'',''", "' ',a",
            "functions.Bash:0,pstk_0_ZnVuY3Rpb25zLkJhc2g6MA"})
    void twoIdsStayTwoOnTheirWayToAnthropicWhetherTranslatedOrRelayed(String first, String second)
            throws JsonProcessingException {
        claude.answer(Reply.json(200, MESSAGE));
        var _ = gateway.post("/v1/chat/completions", """
                {"model":"claude/c","messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[%s,%s]},
                {"role":"tool","tool_call_id":"%s","content":"r1"},
                {"role":"tool","tool_call_id":"%s","content":"r2"}]}
                """.formatted(call(first), call(second), first, second));
        assertTwoCalls(asked(claude).path("messages"));

        var _ = gateway.post("/v1/messages", """
                {"model":"claude/c","max_tokens":9,"messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":[%s,%s]},{"role":"user","content":[%s,%s]}]}
                """.formatted(use(first), use(second), result(first, "r1"), result(second, "r2")));
        assertTwoCalls(asked(claude).path("messages"));
    }

    @Test
    void aRelayedBodyKeepsItsBytesButForIdsThatAnthropicRefuses() {
        claude.answer(Reply.json(200, MESSAGE));
        String body = """
                {"model":"claude/c", "max_tokens": 1e1,"messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":[{"type":"tool_use", "id" :"%s","name":"B","input":{"id":"a:b", "n":1e400}}]},
                {"content":[{"tool_use_id": "%s","type":"tool_result","content":"r"}],"role":"user"}]}""";
        var _ = gateway.post("/v1/messages", body.formatted("toolu_1", "toolu_1"));
        assertThat(claude.lastRequest().text())
                .isEqualTo(body.formatted("toolu_1", "toolu_1").replace("claude/c", "c"));

        var _ = gateway.post("/v1/messages", body.formatted("\\u0061:b", "a:b"));
        String sent = claude.lastRequest().text();
        String id = sent.replaceAll("(?s).*\"id\" :\"([^\"]*)\".*", "$1");
        assertThat(id).matches(LEGAL);
        assertThat(sent).isEqualTo(body.formatted(id, id).replace("claude/c", "c"));
    }

    @Test
    void aFallbackToClaudeSurvivesTheIdsOfAnotherModel() throws JsonProcessingException {
        chats.answer(Reply.json(503, "{\"error\":{\"message\":\"down\"}}"));
        claude.answer(Reply.json(200, MESSAGE));

        var chat = gateway.post("/v1/chat/completions", """
                {"model":"falling-back","messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[%s]},
                {"role":"tool","tool_call_id":"functions.Bash:0","content":"r1"},
                {"role":"assistant","content":null,"tool_calls":[%s]},
                {"role":"tool","tool_call_id":"functions.Bash:0","content":"r2"}]}
                """.formatted(call("functions.Bash:0"), call("functions.Bash:0")));

        assertThat(chat.body()).contains("\"ok\"");
        assertTwoCalls(asked(claude).path("messages"));
    }

    @Test
    void idsOfAnAnthropicServerAreNeitherEmptyNorRepeatedInChats() throws JsonProcessingException {
        claude.answer(Reply.json(200, MESSAGE.replace("{\"type\":\"text\",\"text\":\"ok\"}",
                use("") + "," + use("a") + "," + use("a"))));

        JsonNode calls = gateway.post("/v1/chat/completions", """
                {"model":"claude/c","messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[%s]},
                {"role":"tool","tool_call_id":"a","content":"r1"}]}
                """.formatted(call("a"))).json().path("choices").path(0).path("message").path("tool_calls");

        assertThat(calls.findValuesAsText("id")).hasSize(3).doesNotHaveDuplicates().doesNotContain("", "a");
    }

    @Test
    void idsOfOllamaAreUniqueInAConversationAndResultsFindTheirTool() throws JsonProcessingException {
        ollama.answer(Reply.json(200,
                """
                        {"model":"q","message":{"role":"assistant","content":"","tool_calls":[
                        {"id":"call_0","function":{"name":"B","arguments":{}}},
                        {"id":"call_0","function":{"name":"B","arguments":{}}}]},"done":true,"done_reason":"stop"}"""));

        JsonNode calls = gateway.post("/v1/chat/completions", """
                {"model":"ollama/q","messages":[{"role":"user","content":"x"},
                {"role":"assistant","content":null,"tool_calls":[%s,%s]},
                {"role":"tool","tool_call_id":"call_0","content":"r1"},
                {"role":"tool","tool_call_id":"call_0","content":"r2"}]}
                """.formatted(call("call_0"), call("call_0").replace("\"B\"", "\"C\"")))
                .json()
                .path("choices")
                .path(0)
                .path("message")
                .path("tool_calls");

        assertThat(calls.findValuesAsText("id")).hasSize(2).doesNotHaveDuplicates().doesNotContain("call_0");
        assertThat(asked(ollama).path("messages").findValuesAsText("tool_name")).containsExactly("B", "C");
        assertThat(pairs(asked(ollama).path("messages"))).hasSize(2).doesNotHaveDuplicates();
    }

    private JsonNode message(String turns) throws JsonProcessingException {
        return gateway.post("/v1/messages", """
                {"model":"chats/m","max_tokens":9,"messages":[{"role":"user","content":"x"}%s]}
                """.formatted(turns)).json();
    }

    private JsonNode response(String items) throws JsonProcessingException {
        return gateway.post("/v1/responses", """
                {"model":"chats/m","store":false,"input":[{"role":"user","content":"x"}%s]}
                """.formatted(items)).json();
    }

    /// The id of the only call in a stream; the upstream answers whole from then on, again.
    private String streamedToMessages(String id, String turns) {
        chats.answer(Reply
                .sse("""
                        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,%s]},"finish_reason":null}]}

                        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                        data: [DONE]

                        """
                        .formatted(call(id).substring(1))));
        String events = gateway.post("/v1/messages", """
                {"model":"chats/m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}%s]}
                """.formatted(turns)).body();
        chats.answer(Reply.json(200, whole(id)));
        return events.replaceAll("(?s).*\"tool_use\",\"id\":\"([^\"]*)\".*", "$1");
    }

    private static void assertTwoCalls(JsonNode turns) {
        List<String> calls = new ArrayList<>();
        List<String> results = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        for (JsonNode turn : turns) {
            for (JsonNode block : turn.path("content")) {
                if (block.has("id")) {
                    calls.add(block.path("id").asText());
                } else if (block.has("tool_use_id")) {
                    results.add(block.path("tool_use_id").asText());
                    JsonNode content = block.path("content");
                    contents.add(
                            content.isTextual() ? content.asText() : content.path(0).path("text").asText());
                }
            }
        }
        assertThat(calls).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.matches(LEGAL));
        assertThat(results).isEqualTo(calls);
        assertThat(contents).containsExactly("r1", "r2");
    }

    /// The ids of calls that have exactly one result.
    private static List<String> pairs(JsonNode messages) {
        List<String> calls = messages.findValues("tool_calls")
                .stream()
                .flatMap(all -> all.findValuesAsText("id").stream())
                .toList();
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactlyElementsOf(calls);
        return calls;
    }

    private static JsonNode asked(FakeUpstream upstream) throws JsonProcessingException {
        return MAPPER.readTree(upstream.lastRequest().text());
    }

    private static String whole(String id) {
        return """
                {"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,\
                "tool_calls":[%s]},"finish_reason":"tool_calls"}]}""".formatted(call(id));
    }

    private static String call(String id) {
        return "{\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"B\",\"arguments\":\"{}\"}}";
    }

    private static String use(String id) {
        return "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"B\",\"input\":{}}";
    }

    private static String result(String id, String content) {
        return "{\"type\":\"tool_result\",\"tool_use_id\":\"" + id + "\",\"content\":\"" + content + "\"}";
    }

    private static String turn(String id) {
        return ",{\"role\":\"assistant\",\"content\":[" + use(id) + "]},{\"role\":\"user\",\"content\":["
                + result(id, "r") + "]}";
    }

    private static String item(String id) {
        return ",{\"type\":\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"B\",\"arguments\":\"{}\"},"
                + "{\"type\":\"function_call_output\",\"call_id\":\"" + id + "\",\"output\":\"r\"}";
    }
}
