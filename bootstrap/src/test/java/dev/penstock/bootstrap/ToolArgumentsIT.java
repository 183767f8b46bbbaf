package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Arguments of tool calls as upstreams write them, and what clients of each API get. Single quotes stand for double ones.
final class ToolArgumentsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// An error in place of the stream, or a stream that was broken off.
    private static final String FAILED = "broken off|\\{\"(type\":\")?error\".*";

    @AutoClose
    private final FakeUpstream chats = FakeUpstream.start();
    @AutoClose
    private final FakeUpstream claude = FakeUpstream.start()
            .answer(Reply.json(200,
                    """
                            {"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"ok"}],
                            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}"""));
    @AutoClose
    private final FakeUpstream ollama = FakeUpstream.start().answer(Reply.json(200, """
            {"model":"o","created_at":"2026-11-30T00:00:00Z","message":{"role":"assistant","content":"ok"},
            "done":true,"done_reason":"stop"}"""));
    @AutoClose
    private final RunningGateway gateway = RunningGateway.configured("""
            default: {provider: chats}
            retry: {attempts: 1}
            providers:
              chats: {kind: openai-compatible, base-url: "%s"}
              claude: {kind: anthropic, base-url: "%s", key: "sk-test-claude"}
              ollama: {kind: ollama, base-url: "%s"}
            """.formatted(chats.baseUri(), claude.baseUri(), ollama.baseUri()));

    @ParameterizedTest
    @ValueSource(strings = {
            "{'function':{'name':'read','arguments':'{~c~:1}'}},{'function':{'name':'read','arguments':'{~c~:2}'}}",
            "{'index':0,'function':{'name':'read','arguments':'{~c~:1}'}},{'index':0,'function':{'name':'read','arguments':'{~c~:2}'}}",
            "{'function':{'name':'read','arguments':'{~c~:'}},{'function':{'arguments':'1}'}},{'function':{'name':'read','arguments':'{~c~:2}'}}",
            "{'function':{'name':'read','arguments':{'c':1}}},{'function':{'name':'read','arguments':{'c':2}}}"})
    void piecesWithoutIdsAreTwoCalls(String pieces) {
        for (String between : new String[]{",",
                "]}}]}\n\ndata: {'choices':[{'index':0,'delta':{'tool_calls':["}) {
            chats.answer(streamed(pieces.replace("}},{", "}}" + between + "{")));

            assertThat(messages()).containsOnlyOnce("{\\\"c\\\":2}")
                    .contains("\"index\":1")
                    .contains("message_stop");
            assertThat(responses())
                    .contains("\"arguments\":\"{\\\"c\\\":1}\"", "\"arguments\":\"{\\\"c\\\":2}\"")
                    .contains("response.completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'{}{~a~:1}'", "'{~a~:1}{~a~:1}'", "'{} x'", "'{~a~:'", "'[1]'", "'7'", "'true'",
            "'~x~'",
            "[1]", "7", "true", "'{~a~:}'", "'{~a~:1]'"})
    void aCallWithoutAnObjectIsNotPassedOffAsWhole(String arguments) {
        String call = "{'index':0,'id':'a','type':'function','function':{'name':'read','arguments':"
                + arguments + "}}";

        chats.answer(streamed(call));
        assertThat(messages()).matches(FAILED);
        assertThat(responses()).matches(FAILED);

        chats.answer(whole(call));
        assertThat(gateway.post("/v1/messages", messagesAsk(false)).status()).isEqualTo(502);
        assertThat(gateway.post("/v1/responses", responsesAsk(false)).status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'name':'','arguments':'{}'", "'name':null,'arguments':'{~c~:1}'",
            "'arguments':'{}'",
            "'arguments':''"})
    void aCallThatNamesNoToolIsNotPassedOffAsWhole(String function) {
        String call = "{'index':0,'id':'a','type':'function','function':{" + function + "}}";

        chats.answer(streamed(call));
        assertThat(messages()).matches(FAILED);
        assertThat(responses()).matches(FAILED);

        chats.answer(whole(call));
        assertThat(gateway.post("/v1/messages", messagesAsk(false)).status()).isEqualTo(502);
        assertThat(gateway.post("/v1/responses", responsesAsk(false)).status()).isEqualTo(502);
    }

    @Test
    void argumentsThatGoOnInALaterChunkAreNotPassedOffAsWhole() {
        chats.answer(streamed("{'index':0,'id':'a','function':{'name':'read','arguments':'{}'}}]}}]}\n\n"
                + "data: {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{~a~:1}'}}"));

        assertThat(messages()).matches(FAILED);
        assertThat(responses()).matches(FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "' '", "'null'", "' null '", "{}", "'{}'"})
    void noArgumentsAreAnEmptyObject(String arguments) throws JsonProcessingException {
        String call = "{'index':0,'id':'a','type':'function','function':{'name':'read','arguments':"
                + arguments + "}}";

        chats.answer(streamed(call));
        assertThat(messages()).contains("\"partial_json\":\"{}\"")
                .contains("message_stop")
                .doesNotContain("null\"}");
        assertThat(responses()).contains("\"arguments\":\"{}\"").contains("response.completed");
        assertThat(gateway.post("/v1/chat/completions",
                "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .body())
                .contains(call.replace('\'', '"'));

        chats.answer(whole(call));
        JsonNode message = MAPPER.readTree(gateway.post("/v1/messages", messagesAsk(false)).body());
        assertThat(message.path("content").path(0).path("input")).isEqualTo(MAPPER.createObjectNode());
        JsonNode response = MAPPER.readTree(gateway.post("/v1/responses", responsesAsk(false)).body());
        assertThat(response.path("output").path(0).path("arguments").asText()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'path':'a'} | {'path':'a'}",
            "'{~path~:~a~}' | {'path':'a'}",
            "'null' | {}", "null | {}", "'' | {}", "' ' | {}", "'[1]' | {'INVALID_JSON':'[1]'}",
            "[1] | {'INVALID_JSON':'[1]'}", "7 | {'INVALID_JSON':'7'}", "'true' | {'INVALID_JSON':'true'}",
            "'{~a~:' | {'INVALID_JSON':'{~a~:'}", "'~x~' | {'INVALID_JSON':'~x~'}"})
    void argumentsInAHistoryReachOtherApisAsAnObject(String arguments, String input)
            throws JsonProcessingException {
        String chat = json(
                "{'model':'%s','messages':[{'role':'user','content':'x'},{'role':'assistant','content':null,"
                        + "'tool_calls':[{'id':'c1','type':'function','function':{'name':'B','arguments':"
                        + arguments
                        + "}}]},{'role':'tool','tool_call_id':'c1','content':'r'}]}");
        JsonNode expected = MAPPER.readTree(json(input));

        assertThat(gateway.post("/v1/chat/completions", chat.formatted("claude/c")).status()).isEqualTo(200);
        assertThat(gateway.post("/v1/chat/completions", chat.formatted("ollama/o")).status()).isEqualTo(200);

        assertThat(MAPPER.readTree(claude.lastRequest().text()).at("/messages/1/content/0/input"))
                .isEqualTo(expected);
        assertThat(MAPPER.readTree(ollama.lastRequest().text())
                .at("/messages/1/tool_calls/0/function/arguments"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'path':'a'} | {'path':'a'}",
            "'{~a~:1}' | {'a':1}",
            "'null' | {}", "null | {}", "' ' | {}"})
    void argumentsOfAFunctionCallItemReachChatsAsText(String arguments, String sent)
            throws JsonProcessingException {
        chats.answer(whole(""));

        assertThat(gateway.post("/v1/responses",
                json("{'model':'m','store':false,'input':[{'role':'user','content':'x'},"
                        + "{'type':'function_call','call_id':'a','name':'B','arguments':" + arguments
                        + "},{'type':'function_call_output','call_id':'a','output':'r'}]}"))
                .status()).isEqualTo(200);

        JsonNode text = MAPPER.readTree(chats.lastRequest().text())
                .at("/messages/1/tool_calls/0/function/arguments");
        assertThat(text.isTextual()).isTrue();
        assertThat(MAPPER.readTree(text.asText())).isEqualTo(MAPPER.readTree(json(sent)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'path':'a'} | {'path':'a'}",
            "'{~path~:~a~}' | {'path':'a'}", "null | {}", "'' | {}", "'x' | {'INVALID_JSON':'x'}",
            "[1] | {'INVALID_JSON':'[1]'}", "7 | {'INVALID_JSON':'7'}"})
    void inputOfAToolUseBlockReachesChatsAsTheTextOfAnObject(String input, String sent)
            throws JsonProcessingException {
        chats.answer(whole(""));

        assertThat(gateway.post("/v1/messages",
                json("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'x'},"
                        + "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'B','input':"
                        + input + "}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'a',"
                        + "'content':'r'}]}]}"))
                .status()).isEqualTo(200);

        JsonNode text = MAPPER.readTree(chats.lastRequest().text())
                .at("/messages/1/tool_calls/0/function/arguments");
        assertThat(text.isTextual()).isTrue();
        assertThat(MAPPER.readTree(text.asText())).isEqualTo(MAPPER.readTree(json(sent)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'{ ~n~: 1e400}' | { ~n~: 1e400}",
            "{'path':'a'} | {~path~:~a~}", "null | {}", "'' | {}", "'null' | {}",
            "'x' | {~INVALID_JSON~:~x~}", "'{~a~:' | {~INVALID_JSON~:~{\\~a\\~:~}",
            "'[1]' | {~INVALID_JSON~:~[1]~}", "[1] | {~INVALID_JSON~:~[1]~}", "7 | {~INVALID_JSON~:~7~}"})
    void argumentsOfAFunctionCallItemReachChatsAsTheTextOfAnObject(String arguments, String sent)
            throws JsonProcessingException {
        chats.answer(whole(""));

        assertThat(gateway.post("/v1/responses",
                json("{'model':'m','store':false,'input':[{'role':'user','content':'x'},"
                        + "{'type':'function_call','call_id':'a','name':'B','arguments':" + arguments
                        + "},{'type':'function_call_output','call_id':'a','output':'r'}]}"))
                .status()).isEqualTo(200);

        assertThat(MAPPER.readTree(chats.lastRequest().text())
                .at("/messages/1/tool_calls/0/function/arguments")
                .textValue()).isEqualTo(sent.replace('~', '"'));
    }

    private String messages() {
        return read("/v1/messages", messagesAsk(true));
    }

    private String responses() {
        return read("/v1/responses", responsesAsk(true));
    }

    /// The body of a stream, or that the connection was broken off.
    private String read(String path, String ask) {
        try {
            return gateway.post(path, ask).body();
        } catch (UncheckedIOException _) {
            return "broken off";
        }
    }

    private static String messagesAsk(boolean stream) {
        return json(
                "{'model':'m','max_tokens':9,'stream':" + stream + ",'tools':[{'name':'read','input_schema':"
                        + "{'type':'object'}}],'messages':[{'role':'user','content':'x'}]}");
    }

    private static String responsesAsk(boolean stream) {
        return json(
                "{'model':'m','store':false,'stream':" + stream + ",'input':'x','tools':[{'type':'function',"
                        + "'name':'read','parameters':{'type':'object'}}]}");
    }

    private static Reply streamed(String pieces) {
        return Reply.sse(json(
                "data: {'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,"
                        + "'delta':{'tool_calls':[" + pieces
                        + "]},'finish_reason':null}]}\n\ndata: {'id':'c','choices':[{'index':0,"
                        + "'delta':{},'finish_reason':'tool_calls'}]}\n\ndata: [DONE]\n\n")
                .replace("]}}]},\"finish_reason\":null}", "]}}]}"));
    }

    private static Reply whole(String calls) {
        return Reply.json(200,
                json("{'id':'c','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,"
                        + "'message':{'role':'assistant','content':'','tool_calls':[" + calls
                        + "]},'finish_reason':'tool_calls'}]}"));
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("~", "\\\"");
    }
}
