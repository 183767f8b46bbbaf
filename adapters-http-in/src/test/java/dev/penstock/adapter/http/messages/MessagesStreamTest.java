package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Streams.brief;
import static dev.penstock.adapter.http.messages.Streams.chunk;
import static dev.penstock.adapter.http.messages.Streams.converted;
import static dev.penstock.adapter.http.messages.Streams.delta;
import static dev.penstock.adapter.http.messages.Streams.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.EventBuffer;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Fixtures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chunks become the events that clients of the Messages API expect.
final class MessagesStreamTest {
    private static final String START_AND_PING = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_fake0001","type":"message","role":"assistant",\
            "model":"qwen3-max","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,\
            "cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: ping
            data: {"type":"ping"}

            """;

    @Test
    void tellsParallelCallsByteForByteAsAnthropicWould() {
        assertThat(converted("dashscope/stream-tool-calls-parallel.sse").strip())
                .isEqualTo(Fixtures.text("expected/anthropic-from-parallel-tools.sse").strip());
    }

    @Test
    void tellsThoughtsBeforeTheText() {
        List<String> brief = brief(converted("dashscope/stream-reasoning.sse"));

        assertThat(brief).startsWith("0 thinking").endsWith("1 stop", "ends end_turn");
        assertThat(brief).containsSubsequence("0 thinking", "0 signed", "0 stop", "1 text", "1 stop");
    }

    @Test
    void keepsThePiecesOfATextApart() {
        assertThat(brief(converted("dashscope/stream-usage.sse"))).containsExactly("0 text", "0 +Hello",
                "0 +!",
                "0 stop", "ends end_turn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "dashscope/stream-tool-call-noargs.sse | {}",
            "local/llamacpp-tool-deltas.sse | {\"city\":\"Lima\"}",
            "local/lmstudio-tool-deltas.sse | {\"city\":\"Lima\"}",
            "local/ollama-tool-call.sse | {\"city\":\"Lima\"}",
            "openrouter/stream-reasoning-details.sse | {\"city\":\"Lima\"}"})
    void putsOddCallsInOrder(String fixture, String input) {
        MessageCheck.Answer answer = MessageCheck.of(converted(fixture));

        assertThat(answer.calls()).hasSize(1);
        assertThat(answer.calls().getFirst().id()).isNotEmpty();
        assertThat(answer.calls().getFirst().name()).isNotEmpty();
        assertThat(answer.calls().getFirst().text()).isEqualTo(input);
        assertThat(answer.stopReason()).isEqualTo("tool_use");
    }

    @Test
    void makesOneCallAfterTheOtherOfInterleavedOnes() {
        String events = converted(List.of(List.of(
                call(0, "a", "first", "{\"x\":"), call(1, "b", "second", "{\"y\""), call(0, "", "", "1}"),
                call(1, "", "", ":2}"), call(2, "c", "third", ""))), ended(FinishReason.TOOL_CALLS));

        assertThat(brief(events)).containsExactly("0 tool_use a first", "0 +{\"x\":", "0 +1}", "0 stop",
                "1 tool_use b second", "1 +{\"y\"", "1 +:2}", "1 stop", "2 tool_use c third", "2 +{}",
                "2 stop",
                "ends tool_use");
    }

    @Test
    void takesNoBraceWithinAStringForTheEndOfACall() {
        String events = converted(
                List.of(List.of(call(0, "a", "first", "{\"x\":\"\\\"}"), call(1, "b", "second", "{}"),
                        call(0, "", "", "\"}"))),
                ended(FinishReason.TOOL_CALLS));

        assertThat(MessageCheck.of(events).calls()).extracting(MessageCheck.Block::text)
                .containsExactly("{\"x\":\"\\\"}\"}", "{}");
    }

    @Test
    void takesAnIndexThatIsUsedAgainForAnotherCall() {
        String events = converted(List.of(List.of(call(0, "a", "first", "{}"), call(0, "b", "second", "{}"))),
                ended(FinishReason.STOP));

        assertThat(brief(events)).containsExactly("0 tool_use a first", "0 +{}", "0 stop",
                "1 tool_use b second",
                "1 +{}", "1 stop", "ends tool_use");
    }

    @Test
    void waitsForAnIdThatComesLate() {
        String events = converted(List.of(List.of(call(0, "", "first", "{\"x\":"), call(0, "a", "", "1}"))),
                ended(FinishReason.TOOL_CALLS));

        assertThat(brief(events)).containsExactly("0 tool_use a first", "0 +{\"x\":1}", "0 stop",
                "ends tool_use");
    }

    @Test
    void inventsAnIdThatNeverComes() {
        String events = converted(List.of(List.of(call(0, "", "first", "{}"))),
                ended(FinishReason.TOOL_CALLS));

        assertThat(brief(events).getFirst()).isEqualTo("0 tool_use call_fake0001_0 first");
    }

    @Test
    void tellsCallsWithoutAnIndexApartByTheirIds() {
        String events = converted(List.of(List.of(
                delta("{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}"),
                delta("{\"tool_calls\":[{\"function\":{\"arguments\":\"}\"}}]}"),
                delta("{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}"))),
                ended(FinishReason.TOOL_CALLS));

        assertThat(brief(events)).containsExactly("0 tool_use a f", "0 +{", "0 +}", "0 stop",
                "1 tool_use b g",
                "1 +{}", "1 stop", "ends tool_use");
    }

    @Test
    void tellsWhatIsSaidAmongCallsBehindThem() {
        String events = converted(List.of(List.of(delta("{\"content\":\"Wait\"}"), call(0, "a", "f", "{"),
                delta("{\"content\":\" a bit\",\"reasoning\":\"Hm\"}"), call(0, "", "", "}"))),
                ended(FinishReason.TOOL_CALLS));

        assertThat(brief(events)).containsExactly("0 text", "0 +Wait", "0 stop", "1 tool_use a f", "1 +{",
                "1 +}",
                "1 stop", "2 thinking", "2 +Hm", "2 signed", "2 stop", "3 text", "3 + a bit", "3 stop",
                "ends tool_use");
    }

    @Test
    void keepsDetailsThatComeWithoutAThought() {
        String events = converted(List.of(List.of(delta("{\"content\":\"Yes\"}"),
                delta("{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]}"))),
                ended(FinishReason.STOP));

        assertThat(brief(events)).containsExactly("0 text", "0 +Yes", "0 stop", "1 thinking", "1 signed",
                "1 stop",
                "ends end_turn");
    }

    @ParameterizedTest
    @CsvSource({"STOP, end_turn", "OTHER, end_turn", "LENGTH, max_tokens", "CONTENT_FILTER, refusal",
            "TOOL_CALLS, end_turn", "CONTEXT_WINDOW, model_context_window_exceeded"})
    void tellsWhyItEnded(FinishReason reason, String word) {
        assertThat(brief(converted(List.of(List.of(delta("{\"content\":\"a\"}"))), ended(reason))))
                .endsWith("ends " + word);
    }

    @ParameterizedTest
    @CsvSource({"STOP, tool_use", "OTHER, tool_use", "LENGTH, max_tokens", "TOOL_CALLS, tool_use"})
    void tellsWhyItEndedWithACall(FinishReason reason, String word) {
        assertThat(brief(converted(List.of(List.of(call(0, "a", "f", "{}"))), ended(reason))))
                .endsWith("ends " + word);
    }

    @Test
    void countsCachedTokensApart() {
        String events = converted(List.of(List.of(delta("{\"content\":\"Hi\"}"))),
                new ChatEnd(FinishReason.STOP,
                        Optional.of(new Usage(100, 60, 30, 9, 5, 109, Optional.empty()))));

        assertThat(events).contains("\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":30,"
                + "\"cache_read_input_tokens\":60,\"output_tokens\":9,"
                + "\"output_tokens_details\":{\"thinking_tokens\":5},\"server_tool_use\":null}");
    }

    @Test
    void estimatesAUsageThatNobodyTold() {
        String events = converted(List.of(List.of(delta("{\"content\":\"eight ch\"}"))),
                ended(FinishReason.STOP));

        assertThat(events).contains("\"output_tokens\":2,\"output_tokens_details\":null");
    }

    @Test
    void putsHalvesOfACharacterTogetherInTheClient() {
        String events = converted(List.of(List.of(delta("{\"content\":\"\\ud83d\"}"),
                delta("{\"content\":\"\\ude00\"}"))), ended(FinishReason.STOP));

        assertThat(MessageCheck.of(events).joined("text")).isEqualTo("\ud83d\ude00");
    }

    @Test
    void beginsAnEmptyAnswerAllTheSame() {
        assertThat(converted(List.of(), ended(FinishReason.STOP))).startsWith(START_AND_PING)
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void beginsTheMessageWhenTheUpstreamIsSilent() {
        MessagesStream stream = new MessagesStream(Streams.HEAD);
        EventBuffer out = new EventBuffer(64);

        stream.heartbeat(out);
        stream.heartbeat(out);
        stream.chunks(List.of(delta("{\"content\":\"a\"}")), out);
        stream.end(ended(FinishReason.STOP), out);

        assertThat(Streams.text(out))
                .startsWith(START_AND_PING + "event: ping\ndata: {\"type\":\"ping\"}\n\n");
        assertThat(MessageCheck.of(Streams.text(out)).joined("text")).isEqualTo("a");
    }

    @Test
    void sendsACommentWhileNobodyKnowsWhoAnswers() {
        MessagesStream stream = new MessagesStream(
                new MessageHead("req_1", Optional.empty(), 7, Streams.HEAD.tools()));
        EventBuffer out = new EventBuffer(64);

        stream.heartbeat(out);
        assertThat(Streams.text(out)).isEqualTo(": keep-alive\n\n");

        stream.chunks(List.of(delta("{\"content\":\"a\"}")), out);
        assertThat(Streams.text(out)).contains("\"model\":\"m\"").contains("\"input_tokens\":7");
    }

    @Test
    void takesACallThatStopsInTheMiddleForTheUpstreamsFailure() {
        List<List<ChatChunk>> cut = List.of(List.of(call(0, "a", "f", "{\"x\":")));

        assertThatThrownBy(() -> converted(cut, ended(FinishReason.TOOL_CALLS)))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("stop in the middle");
        assertThat(converted(cut, ended(FinishReason.LENGTH))).contains("max_tokens");
        assertThat(converted(cut, ended(FinishReason.CONTEXT_WINDOW)))
                .contains("model_context_window_exceeded");
        assertThatThrownBy(() -> converted(cut, ended(FinishReason.OTHER)))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void takesAChunkThatIsNoJsonForTheUpstreamsFailure() {
        assertThatThrownBy(
                () -> converted(List.of(List.of(chunk("{\"x\" \"y\"}"))), ended(FinishReason.STOP)))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void endsAtAnErrorAndLeavesTheBlockOpen() {
        MessagesStream stream = new MessagesStream(Streams.HEAD);
        EventBuffer out = new EventBuffer(64);

        stream.chunks(List.of(delta("{\"content\":\"a\"}")), out);
        stream.failure(ErrorAnswer.of(503, "Too busy", "overloaded"), out);

        assertThat(Streams.text(out)).doesNotContain("content_block_stop", "message_stop")
                .endsWith("""
                        event: error
                        data: {"type":"error","error":{"type":"overloaded_error","message":"Too busy"},\
                        "request_id":"req_fake0001"}

                        """);
    }

    @Test
    void tellsAnErrorThatComesFirst() {
        MessagesStream stream = new MessagesStream(Streams.HEAD);
        EventBuffer out = new EventBuffer(64);

        stream.failure(ErrorAnswer.of(429, "Slower", "rate_limit_exceeded"), out);

        assertThat(Streams.text(out)).startsWith("event: error\n").contains("rate_limit_error");
    }

    private static ChatChunk call(int index, String id, String name, String arguments) {
        return delta("{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
                + "\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"" + arguments.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}}]}");
    }
}
