package dev.penstock.adapter.dashscope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where marks for the cache are put, if they are wanted. In what is sent and expected, `@` is short for a mark.
final class CacheMarksTest {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    private final DashScopeDialect dialect = new DashScopeDialect(true);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "[{'role':'system','content' : 'Be \\'good\\''}, {'role':'user','content':'a'},{'role':'user' ,'content':'b 北京' }]|[{'role':'system','content' : [{'type':'text','text':'Be \\'good\\''@}]}, {'role':'user','content':'a'},{'role':'user' ,'content':[{'type':'text','text':'b 北京'@}] }]",
            "[{'role':'system','content':[{'type':'text','text':'a'}, {'type':'text','text':'b' } ]},{'role':'user','content':[{'type':'text','text':'c'},{'type':'image_url'}]}]|[{'role':'system','content':[{'type':'text','text':'a'}, {'type':'text','text':'b' @} ]},{'role':'user','content':[{'type':'text','text':'c'@},{'type':'image_url'}]}]",
            "[{'role':'system','content':'only'}]|[{'role':'system','content':[{'type':'text','text':'only'@}]}]",
            "[{'role':'user','content':'only'}]|[{'role':'user','content':[{'type':'text','text':'only'@}]}]",
            "[{'role':'system','content':'a'},{'role':'system','content':'b'},{'role':'tool','content':'c'}]|[{'role':'system','content':[{'type':'text','text':'a'@}]},{'role':'system','content':'b'},{'role':'tool','content':[{'type':'text','text':'c'@}]}]",
            "[{'role':'developer','content':'a'},{'content':'','role':'user'}]|[{'role':'system','content':[{'type':'text','text':'a'@}]},{'content':'','role':'user'}]",
            "[{'role':'user','content':'a'},{'role':'assistant','tool_calls':[1]}]|[{'role':'user','content':'a'},{'role':'assistant','content':'','tool_calls':[1]}]"})
    void standOnTheSystemMessageAndOnTheLast(String messages, String arrive) {
        assertThat(edited(json("{ 'stream' : true,'messages':" + messages + " ,'odd':1E-0007}"), "qwen3-max"))
                .isEqualTo(json("{ 'stream' : true,'messages':" + arrive + " ,'odd':1E-0007}"));
    }

    @Test
    void standOnTheSystemMessageAloneIfNothingIsStreamed() {
        assertThat(edited(json(
                "{'messages':[{'role':'user','content':'a'},{'role':'system','content':'b'},{'role':'user','content':'c'}]}"),
                "qwen3-max"))
                .isEqualTo(json(
                        "{'messages':[{'role':'user','content':'a'},{'role':'system','content':[{'type':'text','text':'b'@}]},{'role':'user','content':'c'}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'stream':true,'messages':[{'role':'system','content':[{'type':'text','text':'a','cache_control' : {'type':'ephemeral'}}]},{'role':'user','content':'b'}]}",
            "{'stream':true,'messages':[{'role':'user','content':'b'}],'tools':[{'type':'function'@}]}",
            "{'stream':true,'messages':[{'role':'user','content':null}]}",
            "{'stream':true,'messages':[{'role':'user','content':[{'type':'image_url'}]}]}",
            "{'stream':true,'messages':[{'role':'user','content':[]}]}",
            "{'stream':true,'messages':['odd']}"})
    void areNotPutWhereTheClientHasSomeOrNothingCanBeMarked(String sent) {
        assertThat(edited(json(sent), "qwen3-max")).isEqualTo(json(sent));
    }

    @Test
    void areKeptFromGlmUnlessItHasTools() {
        String plain = json("{'stream':true,'messages':[{'role':'user','content':'a'}]}");
        String tools = json(
                "{'stream':true,'tools':[{'type':'function'}],'messages':[{'role':'user','content':'a'}]}");

        assertThat(edited(plain, "GLM-4.6")).isEqualTo(plain);
        assertThat(edited(tools, "glm-4.6")).contains(MARK);
    }

    @Test
    void comeWithTheHeaderThatQwenCodeSends() {
        assertThat(headers("{\"messages\":[{}]}", Map.of("x-title", "t")))
                .containsExactly(Map.entry("x-dashscope-cachecontrol", "enable"));
    }

    @Test
    void leaveTheClientsOwnHeaderAsItIs() {
        assertThat(headers("{\"messages\":[{}]}", Map.of("x-dashscope-cachecontrol", "disable")))
                .containsExactly(Map.entry("x-dashscope-cachecontrol", "disable"));
    }

    @Test
    void areNothingForRequestsWithoutMessages() {
        ChatRequest embeddings = ChatJson.read("{\"input\":\"a\"}".getBytes(StandardCharsets.UTF_8), Map.of(),
                "input");

        assertThat(dialect.headers(embeddings)).isEmpty();
    }

    private static String json(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"').replace("@", MARK);
    }

    private Map<String, String> headers(String body, Map<String, String> headers) {
        return dialect.headers(ChatJson.read(body.getBytes(StandardCharsets.UTF_8), headers));
    }

    private String edited(String body, String model) {
        ChatRequest request = ChatJson.read(body.getBytes(StandardCharsets.UTF_8), Map.of());
        BodyEdits edits = new BodyEdits(request.body());
        dialect.edit(edits,
                new ChatCall("req_1", request, model, Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE,
                        new Cancellation()));
        return edits.apply().text();
    }
}
