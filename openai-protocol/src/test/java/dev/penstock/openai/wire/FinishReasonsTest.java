package dev.penstock.openai.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Finish reasons in chunks and in whole completions.
final class FinishReasonsTest {
    private static final String CHUNK = """
            { "odd" : 1E-0007,"choices":[ {"index":0,"delta":{"content":"é"},"finish_reason" : "%s" , "x":"stop"} ]}""";
    private static final String WHOLE = """
            { "odd" : 1E-0007, "choices": [
              {"index":0,"message":{"content":"é 🏮"}, "finish_reason" : "%s"},
              {"finish_reason":"stop","index":1,"message":{}} ] }""";

    @ParameterizedTest
    @CsvSource({"max_tokens, length, LENGTH", "MAX_TOKENS, length, LENGTH",
            "FINISH_REASON_MAX_TOKENS, length, LENGTH",
            "model_length, length, LENGTH", "model_context_window_exceeded, length, CONTEXT_WINDOW",
            "STOP, stop, STOP", "end_turn, stop, STOP", "eos, stop, STOP",
            "SAFETY, content_filter, CONTENT_FILTER",
            "sensitive, content_filter, CONTENT_FILTER", "RECITATION, content_filter, CONTENT_FILTER",
            "tool_use, tool_calls, TOOL_CALLS", "pause_turn, stop, OTHER"})
    void aKnownWordThatClientsDoNotKnowBecomesOpenAisOwn(String word, String standard, FinishReason reason) {
        StreamedAnswer answer = streamed(CHUNK.formatted(word));
        assertThat(texts(answer)).containsExactly(CHUNK.formatted(standard));
        assertThat(answer.end().orElseThrow().reason()).isEqualTo(reason);
        assertThat(answer.end().orElseThrow().unknownWord()).isEmpty();

        WholeAnswer whole = whole(word);
        assertThat(whole.completion().json().text()).isEqualTo(WHOLE.formatted(standard));
        assertThat(whole.end().reason()).isEqualTo(reason);
        assertThat(whole.failure()).isEmpty();
        assertThat(whole.chunks()).anySatisfy(
                chunk -> assertThat(chunk.json().text()).contains("\"finish_reason\":\"" + standard + '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "length", "tool_calls", "content_filter", "function_call"})
    void openAisOwnWordsStay(String word) {
        assertThat(texts(streamed(CHUNK.formatted(word)))).containsExactly(CHUNK.formatted(word));
        assertThat(whole(word).completion().json().text()).isEqualTo(WHOLE.formatted(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brand_new", "Repetition Found", "终止"})
    void anUnknownWordIsKeptAsItIsAndTold(String word) {
        StreamedAnswer answer = streamed(CHUNK.formatted(word));
        assertThat(texts(answer)).containsExactly(CHUNK.formatted(word));
        assertThat(answer.failure()).isEmpty();
        assertThat(answer.end().orElseThrow().reason()).isEqualTo(FinishReason.OTHER);
        assertThat(answer.end().orElseThrow().unknownWord()).contains(word);

        assertThat(whole(word).completion().json().text()).isEqualTo(WHOLE.formatted(word));
        assertThat(whole(word).end().unknownWord()).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_system_resource", "abort", "aborted", "Aborted", "network_error",
            "server_error", "ERROR", "error_finish", "MALFORMED_FUNCTION_CALL", "cancelled", "timeout",
            "time_limit",
            "FinishReason.MALFORMED_FUNCTION_CALL"})
    void anInterruptionIsAFailure(String word) {
        StreamedAnswer answer = streamed(CHUNK.replace("é", "").formatted(word));
        assertThat(answer.failure()).hasValueSatisfying(
                detail -> assertThat(detail.message()).contains("interrupted", word));
        assertThat(answer.garbled()).isFalse();
        assertThat(answer.end()).isEmpty();
        assertThat(answer.take()).isEmpty();

        assertThat(whole(word).failure()).isPresent();
    }

    @Test
    void anInterruptionOfAnyChoiceIsAFailure() {
        String whole = WHOLE.formatted("stop").replace("\"stop\",\"index\":1", "\"abort\",\"index\":1");
        assertThat(WholeAnswer.read(whole.getBytes(UTF_8)).orElseThrow().failure()).isPresent();

        StreamedAnswer answer = new StreamedAnswer(2);
        accept(answer, CHUNK.formatted("stop"));
        accept(answer, CHUNK.formatted("abort").replace("\"index\":0", "\"index\":1"));
        assertThat(answer.failure()).isPresent();
        assertThat(answer.end()).isEmpty();
    }

    @Test
    void aPartOfTheAnswerIsNotTheMessageOfAnInterruption() {
        String partial = "{\"choices\":[{\"message\":{\"content\":\"Dear Bob\"},\"finish_reason\":\"error\"}]}";

        assertThat(WholeAnswer.read(partial.getBytes(UTF_8)).orElseThrow().failure()).hasValueSatisfying(
                detail -> assertThat(detail.message()).doesNotContain("Bob").contains("'error'"));
    }

    /// Else nobody else could be asked.
    @Test
    void whatOnlyOpensAnAnswerIsNotHandedOverIfAnInterruptionFollows() {
        StreamedAnswer answer = new StreamedAnswer(1);
        accept(answer, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}");
        accept(answer, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"abort\"}]}");

        assertThat(answer.take()).isEmpty();
        assertThat(answer.failure()).isPresent();
    }

    @Test
    void theUsageBesideAnInterruptionCounts() {
        StreamedAnswer answer = streamed(
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"abort\"}],"
                        + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}");

        assertThat(answer.usage()).contains(Usage.of(11, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "None", "not_finished"})
    void aWordThatSaysThatTheAnswerGoesOnIsNone(String word) {
        StreamedAnswer answer = streamed(CHUNK.formatted(word));

        assertThat(texts(answer)).containsExactly(CHUNK.replace("\"%s\"", "null"));
        assertThat(answer.end()).isEmpty();
    }

    @Test
    void theReasonIsThatOfTheFirstChoiceAndTheUnknownWordThatOfAny() {
        StreamedAnswer answer = new StreamedAnswer(2);
        accept(answer, CHUNK.formatted("length"));
        accept(answer, CHUNK.formatted("brand_new").replace("\"index\":0", "\"index\":1"));

        assertThat(answer.end().orElseThrow().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.end().orElseThrow().unknownWord()).contains("brand_new");
        String whole = WHOLE.formatted("length").replace("\"stop\",\"index\":1", "\"brand_new\",\"index\":1");
        assertThat(WholeAnswer.read(whole.getBytes(UTF_8)).orElseThrow().end())
                .returns(FinishReason.LENGTH, end -> end.reason())
                .returns(Optional.of("brand_new"), end -> end.unknownWord());
    }

    @Test
    void aTextCompletionIsRewrittenLikewise() {
        StreamedAnswer answer = streamed(
                "{\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":\"eos_token\"}]}");

        assertThat(texts(answer))
                .containsExactly("{\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":\"stop\"}]}");
    }

    private static WholeAnswer whole(String word) {
        return WholeAnswer.read(WHOLE.formatted(word).getBytes(UTF_8)).orElseThrow();
    }

    private static StreamedAnswer streamed(String chunk) {
        StreamedAnswer answer = new StreamedAnswer(1);
        accept(answer, chunk);
        return answer;
    }

    private static void accept(StreamedAnswer answer, String chunk) {
        answer.accept(new ServerEvent("", JsonText.of(chunk), OptionalInt.empty()));
    }

    private static List<String> texts(StreamedAnswer answer) {
        return answer.take().stream().map(ChatChunk::json).map(JsonText::text).toList();
    }
}
