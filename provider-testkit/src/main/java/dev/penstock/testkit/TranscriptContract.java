package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is made of the recorded transcripts of many upstreams, each of which this one might be put behind some day.
@ExtendWith(BenchExtension.class)
public interface TranscriptContract extends ProviderUnderTest {
    /// A text in a chunk, with its quotes.
    Pattern CONTENT = Pattern.compile("\"content\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")");

    static List<String> whole() {
        return Fixtures.names().stream().filter(name -> name.contains("nonstream")).toList();
    }

    static List<String> streams() {
        return Fixtures.names()
                .stream()
                .filter(name -> name.endsWith(".sse") && !name.startsWith("expected/"))
                .toList();
    }

    static List<String> errors() {
        return Fixtures.names()
                .stream()
                .filter(name -> name.contains("/error-") || name.contains("-error-4")
                        || name.endsWith("-error-string.json") || name.endsWith("-flat-legacy.json"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("whole")
    default void readsAWholeAnswerOrTellsWhatWentWrong(String fixture, Bench bench) {
        bench.upstream().answer(Reply.fixture(fixture));
        String outcome;
        try {
            outcome = bench.chat().complete(bench.call(Ask.saying("Hello"))).json().text();
        } catch (UpstreamException e) {
            outcome = e.failure().detail().message();
        }

        assertThat(outcome).isNotBlank();
        assertThat(bare(Fixtures.text(fixture))).contains(bare(outcome));
    }

    /// Either there is a reason why the model stopped, or there is a failure; and nothing is made up.
    @ParameterizedTest
    @MethodSource("streams")
    default void takesAStreamForWholeOnlyIfItSaysWhyItStopped(String fixture, Bench bench) {
        bench.upstream().answer(Reply.fixture(fixture));
        List<ChatChunk> chunks = new ArrayList<>();
        boolean whole;
        try {
            var _ = bench.chat().stream(bench.call(Ask.saying("Hello")), chunks::addAll);
            whole = true;
        } catch (UpstreamException e) {
            assertThat(e.failure().detail().message()).isNotBlank();
            whole = false;
        }

        assertThat(whole).as("whole")
                .isEqualTo(Fixtures.text(fixture)
                        .matches(
                                "(?s).*\"finish_reason\"\\s*:\\s*\"(stop|length|tool_calls|content_filter)\".*"));
        if (whole) {
            assertThat(Heard.text(chunks)).isEqualTo(written(Fixtures.text(fixture)));
        }
        assertThat(bench.upstream().requests()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    @DisplayName("keeps the upstream's own words of an error")
    default void keepsTheUpstreamsOwnWordsOfAnError(String fixture, Bench bench) {
        bench.upstream().answer(Reply.fixture(400, fixture));

        String message = bench.failure(Mode.STREAMED).detail().message();

        assertThat(message).isNotBlank();
        assertThat(bare(Fixtures.text(fixture))).contains(bare(message));
    }

    /// All contents that stand in a transcript, however its lines are broken.
    private static String written(String transcript) {
        return CONTENT.matcher(transcript)
                .results()
                .map(content -> Json.read(content.group(1)).asText())
                .collect(Collectors.joining());
    }

    /// Without the signs that may be escaped.
    private static String bare(String text) {
        return text.replaceAll("[\\\\\"]", "");
    }
}
