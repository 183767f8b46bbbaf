package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How texts are completed, by providers that do: [CapabilityContract] sees to it that they are those that claim
/// [Capability#TEXT_COMPLETIONS].
@ExtendWith(BenchExtension.class)
public interface TextCompletionContract extends ProviderUnderTest {
    /// A request of odd spelling; `%s` is the model.
    String FILL = """
            { "prompt":"def f(\\u00e9):\\n", "suffix" : "\\n# 🏮","model":"%s","unheard_of":{"b":[ 1.0, -0 ]},"seed":1E-0007 }""";
    String TEXT = """
            { "object":"text_completion","choices":[ {"text":"\\u00e9 🏮","index":0,"finish_reason":"stop","odd":1E-0007}]
            , "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18} }
            """;
    List<String> CHUNKS = List.of("{ \"choices\":[{\"text\":\"\\u00e9\",\"index\":0,\"odd\":1E-0007}] }",
            "{\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\" : \"stop\"}]}",
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}");

    @ParameterizedTest
    @EnumSource
    default void asksForTextsWithTheUpstreamModelAndTheKey(Mode mode, Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream().answer(reply(mode));

            var _ = end(mode, texts, fill(bench));

            assertThat(bench.upstream().requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).endsWith("/completions").doesNotContain("/chat");
                assertThat(bench.speech().model(request)).isEqualTo(upstreamModel());
                assertThat(bench.speech().key(request)).contains(bench.key().reveal());
                assertThat(bench.speech().streamed(request)).isEqualTo(mode == Mode.STREAMED);
            });
        });
    }

    @Test
    default void changesNothingInARequestForATextButTheModel(Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream().answer(reply(Mode.WHOLE));

            var _ = texts.complete(fill(bench));

            assertThat(bench.upstream().requests()).extracting(ReceivedRequest::text)
                    .containsExactly(FILL.formatted(upstreamModel()));
        });
    }

    @Test
    default void carriesTextsByteForByte(Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream().next(reply(Mode.WHOLE), reply(Mode.STREAMED));
            List<ChatChunk> chunks = new ArrayList<>();

            assertThat(texts.complete(fill(bench)).json().text()).isEqualTo(TEXT);
            var _ = texts.stream(fill(bench), chunks::addAll);
            assertThat(chunks).extracting(chunk -> chunk.json().text()).isEqualTo(CHUNKS);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void tellsHowATextEndedAndWhatItUsed(Mode mode, Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream().answer(reply(mode));

            ChatEnd end = end(mode, texts, fill(bench));

            assertThat(end.reason()).isEqualTo(FinishReason.STOP);
            assertThat(end.usage()).contains(Usage.of(11, 7));
        });
    }

    @ParameterizedTest
    @EnumSource
    default void tellsTheFailuresOfTextsApart(Mode mode, Bench bench) {
        bench.provider().texts().ifPresent(texts -> FailureCases.all(bench, () -> {
            var _ = end(mode, texts, fill(bench));
        }));
    }

    @ParameterizedTest
    @EnumSource
    default void takesATextThatIsCutShortForAFailure(Mode mode, Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream()
                    .answer(mode == Mode.WHOLE
                            ? Reply.json(200, TEXT.substring(0, 60))
                            : Reply.sse("data: " + CHUNKS.getFirst() + "\n\n"));

            assertThat(FailureCases.of(() -> {
                var _ = end(mode, texts, fill(bench));
            })).isInstanceOf(UpstreamFailure.Garbled.class);
        });
    }

    @Test
    default void waitsForATextNoLongerThanUntilTheDeadline(Bench bench) {
        bench.provider().texts().ifPresent(texts -> {
            bench.upstream().answer(Reply.silent());
            ChatCall call = bench.call(FILL.formatted("client-model"), "prompt", Duration.ofMillis(200));

            assertThat(FailureCases.of(() -> {
                var _ = texts.complete(call);
            })).isInstanceOf(UpstreamFailure.TimedOut.class);
            assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).isTrue();
        });
    }

    private static ChatCall fill(Bench bench) {
        return bench.call(FILL.formatted("client-model"), "prompt", Bench.SOON);
    }

    private static ChatEnd end(Mode mode, TextCompletionPort texts, ChatCall call) {
        return mode == Mode.WHOLE ? texts.complete(call).end() : texts.stream(call, _ -> {
        });
    }

    private static Reply reply(Mode mode) {
        return mode == Mode.WHOLE
                ? Reply.json(200, TEXT)
                : Reply.sse("data: " + String.join("\n\ndata: ", CHUNKS) + "\n\ndata: [DONE]\n\n");
    }
}
