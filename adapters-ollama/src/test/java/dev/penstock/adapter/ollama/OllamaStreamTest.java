package dev.penstock.adapter.ollama;

import static dev.penstock.adapter.ollama.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaStreamTest {
    private static final String HEL = line("'content':'Grüß'");
    private static final String LO = line("'content':' 🏮'");
    private static final String END = end("stop");

    @Test
    void makesChunksOfLines() {
        Streamed told = Streamed.of(line("'content':''"), HEL, LO, END);

        assertThat(told.json()).containsExactly(chunk("{'role':'assistant','content':'Grüß'}", "null"),
                chunk("{'content':' 🏮'}", "null"), chunk("{}", "'stop'"),
                json("""
                        {'id':'chatcmpl-1','object':'chat.completion.chunk','created':1795392000,'model':'m','choices':[],
                        'usage':{'prompt_tokens':11,'completion_tokens':7,'total_tokens':18,
                        'prompt_tokens_details':{'cached_tokens':4},
                        'completion_tokens_details':{'reasoning_tokens':0}}}"""));
        assertThat(told.chunks()).extracting(ChatChunk::usageOnly)
                .containsExactly(false, false, false, true);
        assertThat(told.end()).contains(new ChatEnd(FinishReason.STOP,
                Optional.of(new Usage(11, 4, 0, 7, 0, 18, Optional.empty()))));
        assertThat(told.stream().done()).isTrue();
    }

    @Test
    void makesTheSameOfItHoweverTheBytesAreCut() {
        byte[] bytes = Streamed.bytes(line("'content':'','thinking':'Où?'"), HEL, LO, END);
        Streamed whole = Streamed.of(bytes, bytes.length);

        for (int piece = 1; piece < bytes.length; piece++) {
            Streamed told = Streamed.of(bytes, piece);
            assertThat(told.chunks()).as("pieces of %d bytes", piece).isEqualTo(whole.chunks());
            assertThat(told.end()).isEqualTo(whole.end());
        }
    }

    @Test
    void tellsThoughtsBeforeTheAnswer() {
        Streamed told = Streamed.of(line("'content':'','thinking':'Where?'"),
                line("'content':'Here.','thinking':'Ah!'"), END);

        assertThat(told.choices()).extracting(choice -> choice.path("delta"))
                .startsWith(json("{'role':'assistant','reasoning_content':'Where?'}"),
                        json("{'reasoning_content':'Ah!'}"), json("{'content':'Here.'}"));
    }

    @Test
    void tellsCallsWithIdsOfTheirOwnAndArgumentsAsTheyAreSpelt() {
        Streamed told = Streamed.of(line("'content':'','tool_calls':["
                + "{'function':{'name':'a','arguments':{'z':1,'b':1.0,'a':[1e400,{'k':'é'}]}}},"
                + "{'function':{'index':0,'name':'b'}}]"),
                line("'content':'','tool_calls':[{'id':'call_x','function':{'name':'c','arguments':{}}}]"),
                END);

        assertThat(told.choices()).extracting(choice -> choice.path("delta").path("tool_calls").path(0))
                .startsWith(call(0, "call_1_0", "a", "{~z~:1,~b~:1.0,~a~:[1e400,{~k~:~é~}]}"),
                        call(1, "call_1_1", "b", "{}"), call(2, "call_x", "c", "{}"));
        assertThat(told.end().orElseThrow().reason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(told.choices().get(3).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void takesWhatTheLastLineSays() {
        Streamed told = Streamed.of(
                "{'message':{'content':'Hi','tool_calls':[{'function':{'name':'a'}}]},'done':true,'eval_count':2}");

        assertThat(told.choices().getFirst().path("delta").path("content").asText()).isEqualTo("Hi");
        assertThat(told.end()).contains(new ChatEnd(FinishReason.TOOL_CALLS, Optional.of(Usage.of(0, 2))));
    }

    @ParameterizedTest
    @CsvSource({"stop, STOP, stop", "'', STOP, stop", "length, LENGTH, length", "load, OTHER, stop",
            "unload, OTHER, stop", "unheard_of, OTHER, unheard_of", "max_tokens, LENGTH, length"})
    void knowsWhyTheModelStopped(String word, FinishReason reason, String finish) {
        Streamed told = Streamed.of(HEL, end(word));

        assertThat(told.end().orElseThrow().reason()).isEqualTo(reason);
        assertThat(told.choices().get(1).path("finish_reason").asText()).isEqualTo(finish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "abort", "Cancelled"})
    void breaksOffAtADoneReasonThatReportsAnInterruption(String word) {
        Streamed told = Streamed.of(HEL, end(word));

        assertThat(told.stream().failure()).isPresent();
        assertThat(told.stream().garbled()).isFalse();
        assertThat(told.stream().usage()).isPresent();
        assertThat(told.end()).isEmpty();
        assertThat(told.chunks()).hasSize(1);
    }

    @Test
    void takesUsageThatIsNotToldForUnknown() {
        Streamed told = Streamed.of(HEL, "{'message':{'content':''},'done':true}");

        assertThat(told.end()).contains(new ChatEnd(FinishReason.STOP, Optional.empty()));
        assertThat(told.chunks()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'error':'The engine fell over.'}",
            "{'error':{'message':'The engine fell over.'}}"})
    void breaksOffAtAnError(String error) {
        Streamed told = Streamed.of(HEL, error, LO, END);

        assertThat(told.stream().failure().orElseThrow().message()).isEqualTo("The engine fell over.");
        assertThat(told.stream().garbled()).isFalse();
        assertThat(told.end()).isEmpty();
        assertThat(told.chunks()).hasSize(1);
    }

    @Test
    void hasNoEndWithoutTheLastLine() {
        assertThat(Streamed.of(HEL, LO).end()).isEmpty();
        assertThat(Streamed.of(HEL, "{'message':{'content':''},'done':false,'done_reason':'stop'}").end())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'message':", "null", "[]", "'Hi'", "{'hello':'world'}", "{'message':'Hi'}",
            "{'message':{'tool_calls':[{}]}}", "{'message':{'tool_calls':[{'function':'f'}]}}",
            "data: {'message':{'content':'Hi'}}"})
    void takesALineThatIsNoneForNonsense(String line) {
        Streamed told = Streamed.of(HEL, line, END);

        assertThat(told.stream().garbled()).isTrue();
        assertThat(told.stream().failure()).isPresent();
        assertThat(told.end()).isEmpty();
    }

    private static String line(String message) {
        return "{'model':'m','created_at':'2026-11-23T00:00:00Z','message':{'role':'assistant'," + message
                + "},'done':false}";
    }

    private static String end(String reason) {
        return "{'model':'m','message':{'role':'assistant','content':''},'done':true,'done_reason':'" + reason
                + "','total_duration':5,'prompt_eval_count':11,'prompt_eval_cached_count':4,'eval_count':7}";
    }

    private static JsonNode chunk(String delta, String finish) {
        return json("{'id':'chatcmpl-1','object':'chat.completion.chunk','created':1795392000,'model':'m',"
                + "'choices':[{'index':0,'delta':" + delta + ",'finish_reason':" + finish + "}]}");
    }

    private static JsonNode call(int index, String id, String name, String arguments) {
        return json("{'index':" + index + ",'id':'" + id + "','type':'function','function':{'name':'" + name
                + "','arguments':'" + arguments + "'}}");
    }
}
