package dev.penstock.application;

import static dev.penstock.application.FakePort.COST;
import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.USAGE;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatCompletionsTest {
    private Bench bench = Bench.of(new FakePort());

    @Test
    void relaysTheUsageChunkOnlyIfTheClientAskedForIt() {
        bench = Bench.of(new FakePort(answers(HELLO, USAGE), answers(HELLO, USAGE)));
        var _ = bench.stream(request(Optional.of("both"), false));
        assertThat(bench.seen).containsExactly(HELLO);

        bench.seen.clear();
        var _ = bench.stream(request(Optional.of("both"), true));
        assertThat(bench.seen).containsExactly(HELLO, USAGE);
    }

    @Test
    void booksOneLineWithTheUsageOfAWholeStream() {
        bench = Bench.of(new FakePort((_, sink) -> {
            bench.clock.advance(Duration.ofSeconds(1));
            sink.accept(List.of(HELLO));
            bench.clock.advance(Duration.ofSeconds(2));
            sink.accept(List.of(HELLO));
            return new ChatEnd(FinishReason.STOP, Optional.of(COST));
        }));
        var _ = bench.stream();

        assertThat(bench.ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(line.reason()).isEmpty();
            assertThat(line.model()).contains("both");
            assertThat(line.stream()).isTrue();
            assertThat(line.usage()).contains(COST);
            assertThat(line.upstream()).contains(Bench.A);
            assertThat(line.duration()).isEqualTo(Duration.ofSeconds(3));
            assertThat(line.timeToFirstToken()).contains(Duration.ofSeconds(1));
        });
    }

    @Test
    void booksTheUsageThatTheEndReportsAsNothing() {
        bench = Bench.of(new FakePort((_, sink) -> {
            sink.usage(COST);
            sink.accept(List.of(HELLO));
            sink.usage(Usage.of(0, 1));
            return new ChatEnd(FinishReason.STOP, Optional.of(Usage.of(0, 0)));
        }));
        var _ = bench.stream();

        assertThat(bench.line().usage()).contains(COST);
    }

    @Test
    void booksOneLineWithTheUsageOfAWholeAnswer() {
        bench = Bench.of(new FakePort(fails(Failures.UNAVAILABLE)), new FakePort((call, sink) -> {
            bench.clock.advance(Duration.ofSeconds(1));
            return answers().play(call, sink);
        }));
        assertThat(bench.complete().end().usage()).contains(COST);

        assertThat(bench.ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(line.stream()).isFalse();
            assertThat(line.usage()).contains(COST);
            assertThat(line.timeToFirstToken()).contains(Duration.ofSeconds(1));
        });
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable", "second/b answered");
    }

    @Test
    void asksForTheDefaultModelIfTheClientNamesNone() {
        bench = Bench.of(new FakePort(answers(HELLO)));
        var _ = bench.stream(request(Optional.empty(), false));

        assertThat(bench.line().model()).contains("both");
        assertThat(bench.attempts()).containsExactly("first/a answered");
    }

    @Test
    void doesNotSwitchUpstreamsOnceTheClientHasSeenAChunk() {
        bench = Bench.of(new FakePort((call, sink) -> {
            sink.usage(COST);
            return fails(Failures.GARBLED, HELLO).play(call, sink);
        }), new FakePort());

        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(line.reason()).contains("upstream_garbled");
            assertThat(line.usage()).contains(COST);
        });
        assertThat(bench.attempts()).containsExactly("first/a upstream_garbled");
    }

    @Test
    void doesNotTakeAUsageChunkThatTheClientDoesNotGetForOneThatItHasSeen() {
        bench = Bench.of(new FakePort(fails(Failures.GARBLED, USAGE)), new FakePort(answers(HELLO)));
        var _ = bench.stream();

        assertThat(bench.seen).containsExactly(HELLO);
    }

    @Test
    void doesNotBookWhatAnEarlierUpstreamToldOfUsage() {
        bench = Bench.of(new FakePort((call, sink) -> {
            sink.usage(COST);
            return fails(Failures.GARBLED).play(call, sink);
        }), new FakePort(fails(Failures.MODEL_MISSING)));

        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench.line().upstream()).contains(Bench.B);
        assertThat(bench.line().usage()).isEmpty();
    }

    @Test
    void booksTheUpstreamsOwnWordForAFailure() {
        bench = Bench.of(new FakePort(fails(
                new UpstreamFailure.Rejected(
                        FailureDetail.of("too long").withCode("context_length_exceeded")))));

        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench.line().reason()).contains("context_length_exceeded");
        assertThat(bench.attempts()).containsExactly("first/a rejected");
    }

    @Test
    void fallsBackAfterChunksThatAreHeldBack() {
        bench = Bench.of(new FakePort(fails(Failures.GARBLED, HELLO, HELLO)), new FakePort(answers(HELLO)));
        bench.holdBack = true;
        var _ = bench.stream();

        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.attempts()).containsExactly("first/a upstream_garbled", "second/b answered");
    }

    @Test
    void releasesAHeldBackAnswerWhole() {
        bench = Bench.of(new FakePort((_, sink) -> {
            sink.accept(List.of(HELLO));
            sink.accept(List.of(HELLO));
            assertThat(bench.seen).isEmpty();
            bench.clock.advance(Duration.ofSeconds(3));
            return new ChatEnd(FinishReason.STOP, Optional.of(COST));
        }));
        bench.holdBack = true;
        var _ = bench.stream();

        assertThat(bench.seen).containsExactly(HELLO, HELLO);
        assertThat(bench.line().timeToFirstToken()).contains(Duration.ofSeconds(3));
        assertThat(bench.line().usage()).contains(COST);
    }

    @Test
    void tellsAFailureAfterChunksThatAreHeldBackIfThereIsNobodyElse() {
        bench = Bench.of(new FakePort((call, sink) -> {
            sink.usage(Usage.of(1, 1));
            return fails(Failures.TIMED_OUT, HELLO).play(call, sink);
        }));
        bench.holdBack = true;

        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench.seen).isEmpty();
        assertThat(bench.line().usage()).contains(Usage.of(1, 1));
        assertThat(bench.line().timeToFirstToken()).isEmpty();
    }

    @Test
    void asksNobodyForAModelThatCannotBeNamed() {
        assertThatThrownBy(() -> bench.stream(request(Optional.of(" "), false)))
                .isInstanceOf(RefusedException.class);

        assertThat(bench.ledger).singleElement().satisfies(line -> {
            assertThat(line.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(line.reason()).contains("model_not_found");
            assertThat(line.attempts()).isEmpty();
        });
    }

    @Test
    void booksTheRefusalOfAStranger() {
        Admission admission = new Admission(Optional.of(Secret.of("sk-test-gateway")), bench.ledger::add,
                bench.clock, new AnswerBudget(Long.MAX_VALUE));
        Caller stranger = new Caller("req_1", Instant.EPOCH, MutableClock.START,
                Optional.of(Secret.of("sk-test-other")));

        assertThatThrownBy(() -> admission.admit(stranger)).isInstanceOf(RefusedException.class);
        assertThat(bench.ledger).singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("invalid_api_key"));
    }

    private static ChatRequest request(Optional<String> model, boolean wantsUsage) {
        return new ChatRequest(model, true, wantsUsage, Bench.body(), Map.of());
    }
}
