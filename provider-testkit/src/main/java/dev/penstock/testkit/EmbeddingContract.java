package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.Reply;
import dev.penstock.spi.Capability;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How embeddings are given, by providers that do: [CapabilityContract] sees to it that they are those that claim
/// [Capability#EMBEDDINGS].
@ExtendWith(BenchExtension.class)
public interface EmbeddingContract extends ProviderUnderTest {
    /// A request of odd spelling; `%s` is the model.
    String EMBED = """
            { "input":[ "\\u00e9","🏮" ],"model":"%s" ,"dimensions":64, "encoding_format":"base64","unheard_of":1E-0007}""";
    String VECTORS = """
            { "object":"list","data":[ {"embedding":"AACAPwAAAL8=" ,"index":0}, {"embedding":"AACAPw==","index":1}]
            ,"usage":{"prompt_tokens":9,"total_tokens":9} }
            """;

    @Test
    default void asksForEmbeddingsAndChangesNothingButTheModel(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> {
            bench.upstream().answer(Reply.json(200, VECTORS));

            var _ = embeddings.embed(embed(bench));

            assertThat(bench.upstream().requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).endsWith("/embeddings");
                assertThat(bench.speech().key(request)).contains(bench.key().reveal());
                assertThat(request.text()).isEqualTo(EMBED.formatted(upstreamModel()));
            });
        });
    }

    @Test
    default void carriesEmbeddingsByteForByteAndTellsTheirUsage(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> {
            bench.upstream().answer(Reply.json(200, VECTORS));

            Embeddings answer = embeddings.embed(embed(bench));

            assertThat(answer.json().text()).isEqualTo(VECTORS);
            assertThat(answer.usage()).contains(Usage.of(9, 0));
        });
    }

    /// SDKs ask for base64 on their own, and some decode whatever comes; many upstreams know arrays of numbers only.
    @Test
    default void encodesEmbeddingsInBase64WhereThatIsAskedForAndNumbersCome(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> {
            bench.upstream()
                    .answer(Reply.json(200,
                            """
                                    { "data":[ {"embedding": [1.0, -5E-1] ,"index":0}, {"index":1,"embedding":"AACAPw=="}],"odd":1E-0007 }"""));

            assertThat(embeddings.embed(embed(bench)).json().text())
                    .as("the answer to a request with \"encoding_format\":\"base64\"")
                    .isEqualTo(
                            """
                                    { "data":[ {"embedding": "AACAPwAAAL8=" ,"index":0}, {"index":1,"embedding":"AACAPw=="}],"odd":1E-0007 }""");
        });
    }

    @Test
    default void tellsTheFailuresOfEmbeddingsApart(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> FailureCases.all(bench, () -> {
            var _ = embeddings.embed(embed(bench));
        }));
    }

    @Test
    default void takesEmbeddingsThatAreCutShortForAFailure(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> {
            bench.upstream().answer(Reply.json(200, VECTORS.substring(0, 60)));

            assertThat(FailureCases.of(() -> {
                var _ = embeddings.embed(embed(bench));
            })).isInstanceOf(UpstreamFailure.Garbled.class);
        });
    }

    @Test
    default void waitsForEmbeddingsNoLongerThanUntilTheDeadline(Bench bench) {
        bench.provider().embeddings().ifPresent(embeddings -> {
            bench.upstream().answer(Reply.silent());
            ChatCall call = bench.call(EMBED.formatted("client-model"), "input", Duration.ofMillis(200));

            assertThat(FailureCases.of(() -> {
                var _ = embeddings.embed(call);
            })).isInstanceOf(UpstreamFailure.TimedOut.class);
            assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).isTrue();
        });
    }

    private static ChatCall embed(Bench bench) {
        return bench.call(EMBED.formatted("client-model"), "input", Bench.SOON);
    }
}
