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

/// The order of calls, results and other messages, as upstreams receive it.
final class ToolTurnsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TURNS = """
            {'role':'user','content':'x'},
            {'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'B','input':{}}]},
            {'role':'assistant','content':[{'type':'tool_use','id':'t2','name':'B','input':{}}]},
            {'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'1'},{'type':'text','text':'and'}]},
            {'role':'user','content':[{'type':'tool_result','tool_use_id':'t2','content':'2'}]}""";
    private static final String ITEMS = """
            {'role':'user','content':'x'},{'type':'function_call','call_id':'t1','name':'B','arguments':'{}'},
            {'type':'function_call','call_id':'t2','name':'B','arguments':'{}'},{'role':'developer','content':'be quick'},
            {'type':'function_call_output','call_id':'t1','output':'1'},{'role':'user','content':'and'},
            {'type':'function_call_output','call_id':'t2','output':'2'}""";
    private static final String CHAT = """
            {'role':'user','content':'x'},{'role':'assistant','content':null,'tool_calls':[
            {'id':'t1','type':'function','function':{'name':'B','arguments':'{}'}}]},{'role':'user','content':'and'},
            {'role':'assistant','content':'wait'},{'role':'tool','tool_call_id':'t1','content':'1'}""";

    @AutoClose
    private final FakeUpstream chats = FakeUpstream.start().answer(Reply.json(200, """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
            "message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}"""));
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

    @Test
    void resultsOfAMessagesRequestFollowTheirCalls() throws JsonProcessingException {
        ask("/v1/messages", "{'model':'chats/m','max_tokens':9,'messages':[" + TURNS + "]}");

        assertThat(roles(chats)).containsExactly("user x", "assistant t1 t2", "tool t1", "tool t2",
                "user and");
    }

    @Test
    void outputsOfAResponsesRequestFollowTheirCalls() throws JsonProcessingException {
        ask("/v1/responses", "{'model':'chats/m','store':false,'input':[" + ITEMS + "]}");

        assertThat(roles(chats)).containsExactly("user x", "assistant t1 t2", "tool t1", "tool t2",
                "system be quick", "user and");
    }

    @Test
    void resultsOfAChatFollowTheirCallsInOtherApis() throws JsonProcessingException {
        ask("/v1/chat/completions", "{'model':'claude/c','messages':[" + CHAT + "]}");
        ask("/v1/chat/completions", "{'model':'ollama/o','messages':[" + CHAT + "]}");

        JsonNode turns = asked(claude);
        assertThat(turns.findValuesAsText("role")).containsExactly("user", "assistant", "user", "assistant");
        assertThat(turns.path(2).path("content").findValuesAsText("type")).startsWith("tool_result")
                .endsWith("text");
        assertThat(roles(ollama)).containsExactly("user x", "assistant t1", "tool t1", "user and",
                "assistant wait");
    }

    @Test
    void aChatThatIsNotConvertedKeepsItsOrder() throws JsonProcessingException {
        ask("/v1/chat/completions", "{'model':'chats/m','messages':[" + CHAT + "]}");

        assertThat(roles(chats)).containsExactly("user x", "assistant t1", "user and", "assistant wait",
                "tool t1");
    }

    private void ask(String path, String body) {
        assertThat(gateway.post(path, body.replace('\'', '"')).status()).isEqualTo(200);
    }

    private static JsonNode asked(FakeUpstream upstream) throws JsonProcessingException {
        return MAPPER.readTree(upstream.lastRequest().text()).path("messages");
    }

    private static List<String> roles(FakeUpstream upstream) throws JsonProcessingException {
        List<String> roles = new ArrayList<>();
        for (JsonNode message : asked(upstream)) {
            StringBuilder line = new StringBuilder(message.path("role").asText());
            message.path("tool_calls").forEach(call -> line.append(' ').append(call.path("id").asText()));
            String more = line.toString().equals("tool") ? "tool_call_id" : "content";
            roles.add((line + " " + message.path(more).asText("")).strip());
        }
        return roles;
    }
}
