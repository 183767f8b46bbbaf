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
    /// In the place of a usage that is not told.
    Usage NO_USAGE = Usage.of(0, 0);
    String PROMISE_OF_USAGE = "ChatEnd.usage has what the upstream counted, and is empty if it counts nothing; where the"
            + " upstream has no words for some of it, or for all, speech().told(…) says so";

    @ParameterizedTest
    @EnumSource
    default void answersInWordsAndSaysWhyItStopped(Mode mode, Bench bench) {
        Heard heard = bench.ask(mode, Ask.saying("Hello"));

        assertThat(heard.text()).as("the text of choice 0: message.content, or delta.content in a stream")
                .isNotBlank();
        assertThat(heard.end().reason()).as("why the model stopped: ChatEnd.reason")
                .isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @EnumSource
    default void tellsUsageWhosePartsAreWithinTheWhole(Mode mode, Bench bench) {
        Usage usage = bench.ask(mode, Ask.saying("Hello"))
                .end()
                .usage()
                .orElse(NO_USAGE);
        Usage told = bench.speech().told(Said.USAGE).orElse(NO_USAGE);

        assertThat(usage.promptTokens() > 0).as(PROMISE_OF_USAGE).isEqualTo(told.promptTokens() > 0);
        assertThat(usage.completionTokens() > 0).as(PROMISE_OF_USAGE).isEqualTo(told.completionTokens() > 0);
        assertThat(usage.cachedTokens() + usage.cacheWriteTokens())
                .as("tokens read from a cache and tokens written to one are parts of the prompt's")
                .isLessThanOrEqualTo(usage.promptTokens());
        assertThat(usage.reasoningTokens()).as("reasoning tokens are a part of the completion's")
                .isLessThanOrEqualTo(usage.completionTokens());
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

        boolean told = bench.speech().told(Said.USAGE).isPresent();
        assertThat(end.usage().isPresent()).as(PROMISE_OF_USAGE).isEqualTo(told);
        assertThat(chunks).filteredOn(ChatChunk::usageOnly)
                .as("chunks marked usageOnly: one that has the usage, if the upstream tells it")
                .hasSize(told ? 1 : 0)
                .allSatisfy(chunk -> {
                    assertThat(Json.read(chunk.json().text()).path("choices")).as("its choices").isEmpty();
                    assertThat(Json.read(chunk.json().text()).path("usage").isObject()).as("its usage")
                            .isTrue();
                });
        assertThat(chunks.getLast().usageOnly()).as("the chunk with the usage comes last").isEqualTo(told);
    }

    @Test
    default void makesEveryChunkOneLine(Bench bench) {
        List<ChatChunk> chunks = new ArrayList<>();
        var _ = bench.chat().stream(bench.call(Ask.saying("Hello\nto both of you")), chunks::addAll);

        assertThat(chunks).as("the chunks of a stream").hasSizeGreaterThan(1).allSatisfy(chunk -> {
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
