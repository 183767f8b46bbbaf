package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.usage.Money;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedAnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"dashscope/stream-text.sse", "dashscope/stream-usage.sse",
            "dashscope/stream-reasoning.sse",
            "dashscope/stream-tool-calls-parallel.sse", "dashscope/stream-tool-call-noargs.sse",
            "openrouter/stream-with-comments.sse", "openrouter/stream-reasoning-details.sse",
            "local/ollama-stream.sse", "local/ollama-tool-call.sse", "local/llamacpp-stream-timings.sse",
            "local/llamacpp-tool-deltas.sse", "local/lmstudio-tool-deltas.sse", "edge/crlf.sse",
            "edge/cr-only.sse",
            "edge/no-space.sse", "edge/bom.sse", "edge/event-field.sse", "edge/comments-keepalive.sse",
            "edge/missing-done.sse", "edge/no-trailing-blank-line.sse", "edge/empty-choices-first.sse"})
    void relaysEveryChunkOfAWholeAnswerByteForByte(String fixture) {
        List<JsonText> sent = events(fixture).stream()
                .filter(e -> !e.isDone())
                .map(ServerEvent::data)
                .toList();
        StreamedAnswer answer = play(fixture);

        assertThat(answer.take()).extracting(ChatChunk::json).containsExactlyElementsOf(sent);
        assertThat(answer.end()).isPresent();
    }

    @Test
    void keepsARoleBackUntilThereIsSomethingBehindIt() {
        String role = "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
        String word = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}";
        StreamedAnswer answer = new StreamedAnswer(1);

        accept(answer, role);
        assertThat(answer.take()).isEmpty();
        accept(answer, word);
        assertThat(answer.take()).extracting(chunk -> chunk.json().text()).containsExactly(role, word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"delta\":{\"reasoning_content\":\"Hm\"}",
            "\"delta\":{\"tool_calls\":[{\"index\":0}]}",
            "\"delta\":{},\"finish_reason\":\"stop\"", "\"text\":\"Hi\"", "\"delta\":{\"refusal\":\"No\"}"})
    void keepsNothingBackThatSaysSomething(String choice) {
        StreamedAnswer answer = new StreamedAnswer(1);

        accept(answer, "{\"choices\":[{\"index\":0," + choice + "}]}");
        assertThat(answer.take()).hasSize(1);
    }

    @Test
    void saysNothingIfNothingButARoleCame() {
        StreamedAnswer answer = new StreamedAnswer(1);
        accept(answer, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}");
        accept(answer, "[DONE]");

        assertThat(answer.take()).isEmpty();
        assertThat(answer.end()).isEmpty();
        assertThat(answer.take()).isEmpty();
    }

    @Test
    void keepsOnlySoManyBytesBack() {
        StreamedAnswer answer = new StreamedAnswer(1);
        accept(answer, "{\"choices\":[],\"x\":\"" + "x".repeat(256 * 1024) + "\"}");

        assertThat(answer.take()).hasSize(1);
    }

    @Test
    void keepsOnlySoManyChunksBack() {
        StreamedAnswer answer = new StreamedAnswer(1);
        for (int i = 0; i <= 64; i++) {
            accept(answer, "{\"choices\":[]}");
        }

        assertThat(answer.take()).hasSize(65);
    }

    @Test
    void tellsUsageAndReason() {
        ChatEnd end = play("dashscope/stream-tool-calls-parallel.sse").end().orElseThrow();

        assertThat(end.reason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(end.usage()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null,\"prompt_tokens_details\":null}}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":2}}",
            "{\"choices\":[{\"index\":0,\"delta\":{}}],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}"})
    void keepsTheUsageThatALaterChunkReportsAsNothing(String last) {
        StreamedAnswer answer = new StreamedAnswer(1);
        accept(answer,
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":110,\"completion_tokens\":5,\"total_tokens\":115,\"cost\":0.5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":100,\"cache_write_tokens\":3}}}");
        accept(answer, last);
        ChatEnd end = answer.end().orElseThrow();

        Usage sum = new Usage(110, 100, 3, 5, 0, 115, Optional.of(new Money(500_000_000)));
        assertThat(end.usage()).contains(sum);
        assertThat(answer.take()).filteredOn(ChatChunk::usageOnly)
                .last()
                .satisfies(chunk -> assertThat(
                        UsageJson.read(JsonTrees.read(chunk.json()).orElseThrow().path("usage")))
                        .contains(sum));
    }

    @Test
    void countsTheLargestOfManyReports() {
        StreamedAnswer answer = new StreamedAnswer(1);
        for (int i = 1; i <= 3; i++) {
            accept(answer,
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":11,"
                            + "\"completion_tokens\":" + i + ",\"total_tokens\":" + (11 + i) + "}}");
        }

        assertThat(answer.usage()).contains(Usage.of(11, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/mid-stream-error.sse", "dashscope/mid-stream-error-finish.sse",
            "dashscope/mid-stream-data-inspection.sse", "openrouter/mid-stream-error.sse",
            "local/vllm-mid-stream-error.sse", "local/lmstudio-error-event.sse",
            "local/llamacpp-legacy-error-line.sse"})
    void neverTakesABrokenAnswerForAWholeOne(String fixture) {
        StreamedAnswer answer = play(fixture);

        assertThat(answer.failure()).isPresent();
        assertThat(answer.end()).isEmpty();
    }

    @Test
    void takesAStreamThatStopsWithoutAFinishForACutOne() {
        assertThat(play("edge/missing-finish-and-done.sse").end()).isEmpty();
        assertThat(new StreamedAnswer(1).end()).isEmpty();
    }

    @Test
    void readsTheStatusThatDashScopeHidesInACommentOrInTheText() {
        assertThat(play("dashscope/mid-stream-error.sse").failure().orElseThrow().status())
                .isEqualTo(OptionalInt.of(429));
        StreamedAnswer hidden = play("dashscope/mid-stream-error-finish.sse");
        assertThat(hidden.take()).noneMatch(chunk -> chunk.json().text().contains("error_finish"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/stream-finish-merged-usage.sse", "openrouter/usage-cost.sse",
            "local/vllm-continuous-usage.sse"})
    void givesUsageAChunkOfItsOwnBehindTheLastChoice(String fixture) {
        StreamedAnswer answer = play(fixture);
        List<ChatChunk> chunks = answer.take();
        Optional<Usage> usage = answer.end().orElseThrow().usage();

        assertThat(usage).isPresent();
        assertThat(chunks).filteredOn(ChatChunk::usageOnly).hasSize(1);
        assertThat(chunks.getLast().usageOnly()).isTrue();
        assertThat(chunks.getLast().json().text()).contains("\"choices\":[]");
    }

    @Test
    void makesAChunkThatOnlyRepeatsTheEndTheUsageChunk() {
        List<ChatChunk> chunks = play("dashscope/stream-finish-merged-usage.sse").take();

        assertThat(chunks).filteredOn(chunk -> chunk.json().text().contains("\"finish_reason\":\"stop\""))
                .hasSize(1);
    }

    @Test
    void losesNothingThatIsSaidBesideUsageAfterTheEnd() {
        String end = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        String more = "data: {\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[1]}}],"
                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n";

        assertThat(play(1, end + more + "data: [DONE]\n\n").take())
                .anySatisfy(chunk -> assertThat(chunk.json().text()).contains("annotations"));
    }

    @Test
    void putsAnEventOfSeveralLinesOnOne() {
        assertThat(play("edge/multiline-data.sse").take())
                .allSatisfy(chunk -> assertThat(chunk.json().text()).doesNotContain("\n"));
    }

    @Test
    void waitsForEveryChoiceThatWasAskedForUnlessTheSentinelCame() {
        String finish = "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
        assertThat(play(2, finish).end()).isEmpty();
        assertThat(play(2, finish + "data: [DONE]\n\n").end()).isPresent();
    }

    @Test
    void takesChunksThatAreNoneForAFailure() {
        assertThat(play(1, "data: {\"id\":\"x\",\"choi\n\n").failure()).isPresent();
        assertThat(play(1, "data: <html>\n\n").failure()).isPresent();
        assertThat(play(1, "data: {\"hello\":1}\n\n").failure()).isPresent();
    }

    @Test
    void takesAChunkWithSomethingBehindItForAFailure() {
        StreamedAnswer answer = play(1,
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1}} {}\n\n");

        assertThat(answer.failure()).hasValueSatisfying(
                detail -> assertThat(detail.message())
                        .isEqualTo("the upstream sent a chunk that is not JSON"));
    }

    @Test
    void mindsNoLongNumbersBesideTheUsage() {
        String chunk = "{\"odd\":" + "7".repeat(1500)
                + ",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}";

        assertThat(play(1, "data: " + chunk + "\n\n").end()).isPresent();
    }

    @Test
    void tellsWhatMakesNoSenseFromWhatTheUpstreamSaid() {
        assertThat(play(1, "data: {\"id\":\"x\",\"choi\n\n").garbled()).isTrue();
        assertThat(play(1, "data: {\"hello\":1}\n\n").garbled()).isTrue();
        assertThat(play("dashscope/mid-stream-error.sse").garbled()).isFalse();
    }

    @Test
    void readsNoKeysInWhatAModelWrites() {
        JsonText chunk = JsonText
                .of("{\"choices\":[{\"delta\":{\"content\":\"\\\"error\\\":{\\\"usage\\\":1}\"},"
                        + "\"finish_reason\":null}],\"usage\" : null}");
        assertThat(ChunkScan.isPlain(chunk)).isTrue();
        assertThat(ChunkScan.isPlain(JsonText.of("{\"choices\":[ ]}"))).isFalse();
        assertThat(ChunkScan.isPlain(JsonText.of("{\"choices\":[1],\"error\" :{}}"))).isFalse();
        assertThat(ChunkScan.isPlain(JsonText.of("{\"choices\":[{\"finish_reason\":\"stop\"}]}"))).isFalse();
    }

    private static StreamedAnswer play(String fixture) {
        StreamedAnswer answer = new StreamedAnswer(1);
        events(fixture).forEach(answer::accept);
        return answer;
    }

    private static void accept(StreamedAnswer answer, String data) {
        events(JsonText.of("data: " + data + "\n\n").toBytes()).forEach(answer::accept);
    }

    private static StreamedAnswer play(int choices, String stream) {
        StreamedAnswer answer = new StreamedAnswer(choices);
        events(JsonText.of(stream).toBytes()).forEach(answer::accept);
        return answer;
    }

    private static List<ServerEvent> events(String fixture) {
        return events(Fixtures.bytes(fixture));
    }

    private static List<ServerEvent> events(byte[] bytes) {
        EventReader reader = new EventReader();
        List<ServerEvent> events = new ArrayList<>();
        reader.feed(bytes, 0, bytes.length, events::add);
        reader.end(events::add);
        return events;
    }
}
