package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of Chat Completions that are not quite as they should be.
@ExtendWith(BenchExtension.class)
public interface OddAnswerContract extends ProviderUnderTest {
    /// A good chunk before an odd one, and a good end.
    String AROUND = """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"logprobs":{"content":[]}}]}

            data: %s

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    /// An upstream may answer with a stream where none was asked for, and it has to be put together.
    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[{]}", "{\"choices\":[{\"delta\":{}}]} {}",
            "{\"choices\":[\"text\"]}",
            "{\"choices\":[{\"message\":\"text\"}]}", "{\"choices\":[{\"message\":[1]}]}",
            "{\"choices\":[{\"message\":{\"tool_calls\":[1]}}]}", "{\"choices\":[{\"delta\":\"text\"}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":{\"index\":0}}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[\"text\"]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":\"text\"}]}}]}",
            "{\"choices\":[{\"logprobs\":\"text\"}]}"})
    default void takesAStreamOfWhichNoAnswerCanBeMadeForGarbled(String odd, Bench bench) {
        bench.upstream().answer(Reply.sse(AROUND.formatted(odd)));

        assertThat(bench.failure(Mode.WHOLE)).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"WHOLE;{\"a\":{\"message\":{}}}",
            "STREAMED;{\"a\":{\"message\":{}}}",
            "WHOLE;[\"text\"]", "STREAMED;[\"text\"]", "WHOLE;[{\"message\":\"text\"}]",
            "STREAMED;[{\"message\":\"text\"}]"})
    default void takesAWholeAnswerWithoutMessagesForGarbled(Mode mode, String choices, Bench bench) {
        bench.upstream().answer(Reply.json(200, "{\"choices\":" + choices + "}"));

        assertThat(bench.failure(mode)).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    default void putsAStreamTogetherThatWasNotAskedFor(Bench bench) {
        bench.upstream().answer(Reply.sse(AROUND.formatted("""
                {"choices":[{"index":0,"delta":{"content":"b"},"logprobs":null}]}""")));

        assertThat(bench.ask(Mode.WHOLE, Ask.saying("Hello")).text()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON;charset=utf-8"})
    default void takesAWholeAnswerApartThatShouldHaveBeenAStream(String type, Bench bench) {
        bench.upstream().answer(Reply.head(200, "Content-Type: " + type).write("""
                {"choices":[{"index":0,"message":{"content":"ab"},"finish_reason":"stop"}]}"""));

        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Hello")).text()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "type", "param"})
    default void neverRepeatsTheKeyWhereverAnUpstreamQuotesIt(String member, Bench bench) {
        String error = "{\"error\":{\"message\":\"No such key.\",\"%s\":\"it is %s\"}}"
                .formatted(member, bench.key().reveal());
        for (Mode mode : Mode.values()) {
            bench.upstream().answer(Reply.json(401, error));
            assertTellsNoKey(bench.exception(mode, bench.call(Ask.saying("Hello"))), bench);
        }
        bench.upstream().answer(Reply.sse("data: " + error + "\n\n"));
        assertTellsNoKey(bench.exception(Mode.STREAMED, bench.call(Ask.saying("Hello"))), bench);
    }

    /// Upstreams may tell with every chunk what was used up to there; of an answer that breaks off it is all that is known.
    @Test
    default void tellsTheUsageSoFarBeforeAStreamBreaksOff(Bench bench) {
        Reply reply = bench.speech().streamHead();
        for (int i = 1; i <= 3; i++) {
            reply = reply.write("""
                    data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}],\
                    "usage":{"prompt_tokens":11,"completion_tokens":%d,"total_tokens":%d}}

                    """.formatted(i, 11 + i));
        }
        bench.upstream().answer(reply.cut());
        Listener listener = new Listener(new ArrayList<>(), new ArrayList<>());
        boolean failed = false;
        try {
            var _ = bench.chat().stream(bench.call(Ask.saying("Hello")), listener);
        } catch (UpstreamException e) {
            failed = true;
        }

        assertThat(failed).as("the stream that breaks off is a failure").isTrue();
        assertThat(listener.usages()).last().isEqualTo(Usage.of(11, 3));
        assertThat(Heard.text(listener.chunks())).isEqualTo("aaa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}",
            "{\"prompt_tokens\":null,\"completion_tokens\":3}",
            "{\"prompt_tokens\":11,\"completion_tokens\":1}"})
    default void keepsTheUsageThatALaterReportWouldErase(String later, Bench bench) {
        bench.upstream().answer(Reply.sse("""
                data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}}

                data: {"choices":[],"usage":%s}

                data: [DONE]

                """.formatted(later)));
        Heard heard = bench.ask(Mode.STREAMED, Ask.saying("Hello"));

        assertThat(heard.end().usage())
                .as("ChatEnd.usage after a later report with less or nothing: counters never fall")
                .contains(Usage.of(11, 3));
    }

    /// `abort` and the like say where a finish reason is expected that the answer was broken off.
    @ParameterizedTest
    @CsvSource({"WHOLE, abort", "STREAMED, abort", "WHOLE, network_error", "STREAMED, network_error",
            "WHOLE, insufficient_system_resource", "STREAMED, insufficient_system_resource",
            "WHOLE, Server_Error",
            "STREAMED, Server_Error"})
    default void takesAFinishReasonThatReportsAnInterruptionForAFailure(Mode mode, String word, Bench bench) {
        bench.upstream().answer(finished(mode, word));

        assertThat(bench.failure(mode, bench.call(Ask.saying("Hello")),
                "an answer that ends for '" + word + "' was broken off, see FinishWord"))
                .isInstanceOfAny(UpstreamFailure.Garbled.class, UpstreamFailure.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({"WHOLE, MAX_TOKENS, LENGTH, length", "STREAMED, MAX_TOKENS, LENGTH, length",
            "WHOLE, sensitive, CONTENT_FILTER, content_filter",
            "STREAMED, sensitive, CONTENT_FILTER, content_filter",
            "WHOLE, model_context_window_exceeded, CONTEXT_WINDOW, length",
            "STREAMED, model_context_window_exceeded, CONTEXT_WINDOW, length", "WHOLE, eos, STOP, stop",
            "STREAMED, eos, STOP, stop", "WHOLE, brand_new, OTHER, brand_new",
            "STREAMED, brand_new, OTHER, brand_new"})
    default void tellsAFinishReasonInTheWordThatClientsKnow(Mode mode, String word, FinishReason reason,
            String told, Bench bench) {
        bench.upstream().answer(finished(mode, word));
        ChatEnd end;
        String json;
        if (mode == Mode.WHOLE) {
            ChatCompletion answer = bench.chat().complete(bench.call(Ask.saying("Hello")));
            end = answer.end();
            json = answer.json().text();
        } else {
            List<ChatChunk> chunks = new ArrayList<>();
            end = bench.chat().stream(bench.call(Ask.saying("Hello")), chunks::addAll);
            json = Heard.finish(chunks);
        }

        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.unknownWord()).as("ChatEnd.unknownWord")
                .isEqualTo(Optional.of(word).filter(told::equals));
        assertThat(json).contains("\"finish_reason\":\"" + told + "\"");
    }

    /// @param name of an event that is no chunk
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {"ping;{\"type\":\"ping\"}", "heartbeat;{}",
            "x-note;not JSON"})
    default void skipsEventsOfUnknownNamesBeforeAndBetweenChunks(String name, String data, Bench bench) {
        String odd = "event: " + name + "\ndata: " + data + "\n\n";
        List<String> events = bench.speech().events(Said.text("one", "two"));
        bench.upstream()
                .answer(bench.speech().streamHead().write(odd + String.join(odd, events) + odd));
        Heard heard = bench.ask(Mode.STREAMED, Ask.saying("Hello"));

        assertThat(heard.text()).isEqualTo("onetwo");
        assertThat(heard.end().reason()).isEqualTo(FinishReason.STOP);
        assertThat(heard.end().usage()).isEqualTo(bench.speech().told(Said.USAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE] \n\n", "data:  [DONE]\n\n", ": comment\n\n", "data:  \n\n",
            "data: garbage\n\n",
            "event: x-note\ndata: {}\n\n", ""})
    default void takesAnAnswerThatHasFinishedForWholeWhateverFollows(String behind, Bench bench) {
        bench.upstream().answer(bench.speech().streamHead().write(finish("stop") + behind).reset());
        Heard heard = bench.ask(Mode.STREAMED, Ask.saying("Hello"));

        assertThat(heard.text()).isEqualTo("a");
        assertThat(heard.end().reason())
                .as("an answer whose choices have all finished is whole, even if the connection breaks")
                .isEqualTo(FinishReason.STOP);
    }

    private static Reply finished(Mode mode, String word) {
        return mode == Mode.STREAMED
                ? Reply.sse(finish(word) + "data: [DONE]\n\n")
                : Reply.json(200,
                        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},"
                                + "\"finish_reason\":\"" + word + "\"}]}");
    }

    private static String finish(String word) {
        return """
                data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason":"%s"}]}

                """.formatted(word);
    }

    private static void assertTellsNoKey(UpstreamException exception, Bench bench) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        assertThat(trace + " " + exception.failure()).contains("No such key.")
                .doesNotContain(bench.key().reveal());
    }

    /// Keeps everything it is told.
    record Listener(List<ChatChunk> chunks, List<Usage> usages) implements ChunkSink {
        @Override
        public void accept(List<ChatChunk> arrived) {
            chunks.addAll(arrived);
        }

        @Override
        public void usage(Usage soFar) {
            usages.add(soFar);
        }
    }
}
