package dev.penstock.application;

import static dev.penstock.application.FakePort.COST;
import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/// Requests that are no chats: they go where they can be answered, and end as chats do.
class OtherKindsTest {
    private static final Embeddings VECTORS = new Embeddings(JsonText.of("{\"data\":[]}"), Optional.of(COST));
    private static final ChatRequest BOTH = new ChatRequest(Optional.of("both"), false, false, Bench.body(),
            Map.of());

    private Bench bench = Bench.of(new FakePort());

    @Test
    void goOnToTheUpstreamThatGivesEmbeddings() {
        bench = Bench.of(chatsAlone(), embeds(_ -> VECTORS));

        assertThat(embed()).isEqualTo(VECTORS);
        assertThat(bench.attempts()).containsExactly("second/b answered");
        assertThat(bench.line().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.line().usage()).contains(COST);
        assertThat(bench.line().timeToFirstToken()).isPresent();
    }

    @Test
    void goOnToTheUpstreamThatCompletesTexts() {
        bench = Bench.of(chatsAlone(), completesTexts(answers(HELLO), answers(HELLO)));

        assertThat(completeText().end().usage()).contains(COST);
        assertThat(bench.attempts()).containsExactly("second/b answered");
        assertThat(streamText().usage()).contains(COST);
        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.line().usage()).contains(COST);
    }

    @Test
    void areRefusedClearlyWhereNobodyAnswersThem() {
        bench = Bench.of(chatsAlone(), chatsAlone());

        Refusal refusal = catchThrowableOfType(RefusedException.class, this::embed).refusal();

        assertThat(refusal).isEqualTo(new Refusal.KindNotServed("embeddings"));
        assertThat(refusal.message()).contains("gives no embeddings");
        assertThat(bench.line().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.line().reason()).contains("unsupported_endpoint");
        assertThat(bench.attempts()).isEmpty();
        assertThatThrownBy(this::completeText).hasMessageContaining("gives no text completions");
        assertThatThrownBy(this::streamText).hasMessageContaining("gives no text completions");
    }

    @Test
    void doNotHarmTheStandingOfWhoGivesNone() {
        bench = Bench.of(chatsAlone());
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::embed).isInstanceOf(RefusedException.class);
        }

        assertThat(bench.providers().health().getFirst().state().failing()).isFalse();
        assertThat(bench.providers()
                .get(Bench.FIRST)
                .keys()
                .hasAwake("a", Set.of(),
                        bench.clock.now()))
                .isTrue();
    }

    @Test
    void hideNoFailureBehindAFallbackThatGivesNone() {
        bench = Bench.of(embeds(_ -> {
            throw new UpstreamException(Failures.UNAVAILABLE);
        }), chatsAlone());

        assertThatThrownBy(this::embed).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isEqualTo(Failures.UNAVAILABLE));
        assertThat(bench.attempts()).as("tried again, for nobody else gives them")
                .containsExactly("first/a upstream_unavailable", "first/a upstream_unavailable");
    }

    @Test
    void areTriedAgainAsChatsAre() {
        int[] asked = {0};
        bench = Bench.of(embeds(_ -> {
            if (asked[0]++ == 0) {
                throw new UpstreamException(Failures.throttled(Duration.ZERO));
            }
            return VECTORS;
        }));

        assertThat(embed()).isEqualTo(VECTORS);
        assertThat(bench.attempts()).containsExactly("first/a throttled", "first/a answered");
    }

    @Test
    void areNotStreamedAnewOnceTheClientHasSeenAChunk() {
        bench = Bench.of(completesTexts(fails(Failures.UNAVAILABLE, HELLO)), completesTexts());

        assertThatThrownBy(this::streamText).isInstanceOf(UpstreamException.class);
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable");
    }

    @Test
    void endWhenTheClientLeaves() {
        bench = Bench.of(embeds(_ -> {
            bench.cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
            throw new UpstreamException(Failures.UNAVAILABLE);
        }));

        assertThatThrownBy(this::embed).isInstanceOf(CancellationException.class);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    private Embeddings embed() {
        return new EmbeddingRequests(bench.answering()).embed(bench.grant(), BOTH, bench.cancellation);
    }

    private ChatCompletion completeText() {
        return Completions.ofTexts(bench.answering())
                .complete(bench.grant(), ClientRequest.plain(BOTH), answer -> answer, bench.cancellation);
    }

    private ChatEnd streamText() {
        return Completions.ofTexts(bench.answering())
                .stream(bench.grant(), ClientRequest.plain(BOTH), bench.sink(),
                        bench.cancellation);
    }

    private static Way chatsAlone() {
        return Way.toChat(new FakePort());
    }

    private static Way embeds(EmbeddingPort port) {
        return Way.of(new FakePort(), Optional.empty(), Optional.of(port), Map.of());
    }

    private static Way completesTexts(FakePort.Step... script) {
        return Way.of(new FakePort(), Optional.of(new FakePort(script)), Optional.empty(), Map.of());
    }
}
