package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an answer is, whole or streamed.
@ExtendWith(BenchExtension.class)
public interface AnswerContract extends ProviderUnderTest {

    @ParameterizedTest
    @EnumSource
    default void answersInWordsAndSaysWhyItStopped(Mode mode, Bench bench) {
        Heard heard = bench.ask(mode, Ask.saying("Hello"));

        assertThat(heard.text()).isNotBlank();
        assertThat(heard.end().reason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @EnumSource
    default void tellsUsageWhosePartsAreWithinTheWhole(Mode mode, Bench bench) {
        Usage usage = bench.ask(mode, Ask.saying("Hello"))
                .end()
                .usage()
                .orElseThrow(() -> new AssertionError("no usage was told"));

        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isPositive();
        assertThat(usage.cachedTokens()).isLessThanOrEqualTo(usage.promptTokens());
        assertThat(usage.reasoningTokens()).isLessThanOrEqualTo(usage.completionTokens());
    }

    @Test
    default void saysTheSameWholeAndStreamed(Bench bench) {
        Heard whole = bench.ask(Mode.WHOLE, Ask.saying("Say the same."));

        assertThat(whole.text()).isNotBlank();
        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Say the same.")).text()).isEqualTo(whole.text());
    }

    @Test
    default void answersWholeEvenIfTheBodyAsksForAStream(Bench bench) {
        assertThat(bench.ask(Mode.WHOLE, Ask.saying("Hello").with("stream", true)).text()).isNotBlank();
    }

    @Test
    default void streamsEvenIfTheBodyAsksForAWholeAnswer(Bench bench) {
        assertThat(bench.ask(Mode.STREAMED, Ask.saying("Hello").with("stream", false)).text()).isNotBlank();
    }

    @Test
    default void marksTheChunkThatOnlyTellsUsage(Bench bench) {
        List<ChatChunk> chunks = new ArrayList<>();
        ChatEnd end = bench.chat().stream(bench.call(Ask.saying("Hello")), chunks::addAll);

        assertThat(end.usage()).isPresent();
        assertThat(chunks).filteredOn(ChatChunk::usageOnly).hasSize(1).allSatisfy(chunk -> {
            assertThat(Json.read(chunk.json().text()).path("choices")).isEmpty();
            assertThat(Json.read(chunk.json().text()).path("usage").isObject()).isTrue();
        });
        assertThat(chunks.getLast().usageOnly()).as("it comes last").isTrue();
    }

    @Test
    default void makesEveryChunkOneLine(Bench bench) {
        List<ChatChunk> chunks = new ArrayList<>();
        var _ = bench.chat().stream(bench.call(Ask.saying("Hello\nto both of you")), chunks::addAll);

        assertThat(chunks).hasSizeGreaterThan(1).allSatisfy(chunk -> {
            assertThat(chunk.json().text()).doesNotContain("\n", "\r");
            assertThat(Json.read(chunk.json().text()).path("object").asText())
                    .isEqualTo("chat.completion.chunk");
        });
    }

    @Test
    default void serves50CallsAtOnce(Bench bench) throws Exception {
        String alone = bench.ask(Mode.STREAMED, Ask.saying("All at once")).text();
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Mode mode = i % 2 == 0 ? Mode.WHOLE : Mode.STREAMED;
            calls.add(() -> bench.ask(mode, Ask.saying("All at once")).text());
        }

        assertThat(alone).isNotBlank();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(alone);
            }
        }
    }
}
