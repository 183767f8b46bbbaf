package dev.penstock.application;

import static dev.penstock.application.FakePort.COST;
import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.Cancellation.Cause;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that come to no good end: what the ledger says of them, and that nothing stays behind.
@Timeout(30)
class EndingsTest {
    private static final Duration AGES = Duration.ofDays(1);

    private Bench bench = Bench.of(new FakePort());

    @Test
    void booksAClientThatLeavesWhileItsAnswerIsAwaited() {
        bench = Bench.of(new FakePort(leaves(Cause.CLIENT_LEFT)), new FakePort());

        assertLeft("first/a client_left");
    }

    @Test
    void takesAFailureThatTheLeavingItselfBroughtAboutForTheLeaving() {
        bench = Bench.of(new FakePort((_, _) -> {
            bench.cancellation.cancel(Cause.CLIENT_LEFT);
            throw new UpstreamException(Failures.UNAVAILABLE);
        }), new FakePort());

        assertLeft("first/a client_left");
        assertThat(bench.providers().health().getFirst().state().failing()).isFalse();
    }

    @Test
    void booksAClientThatLeavesMidStreamWithTheUsageThatIsKnown() {
        bench = Bench.of(new FakePort((call, sink) -> {
            sink.accept(List.of(HELLO));
            sink.usage(COST);
            return leaves(Cause.CLIENT_LEFT).play(call, sink);
        }));

        assertLeft("first/a client_left");
        assertThat(bench.line().usage()).contains(COST);
        assertThat(bench.line().timeToFirstToken()).isPresent();
    }

    @Test
    void booksAClientWhoseConnectionTakesNoMoreAsLeft() {
        bench = Bench.of(new FakePort(answers(HELLO)), new FakePort());
        bench.client = _ -> {
            bench.cancellation.cancel(Cause.CLIENT_LEFT);
            throw new IllegalStateException("connection reset");
        };

        assertLeft("first/a client_left");
    }

    @Test
    void booksAClientThatLeavesDuringTheBackOffWithoutBlamingTheAttemptBefore() {
        bench = Bench.of(new FakePort((call, sink) -> {
            whenTheAttemptIsOver();
            return fails(Failures.THROTTLED).play(call, sink);
        }));
        bench.retry = new RetrySettings(2, AGES, AGES);
        bench.limits = new TimeLimits(Optional.of(AGES.plusDays(1)),
                Optional.empty(), Optional.empty(), Optional.empty());

        assertLeft("first/a throttled");
    }

    @Test
    void booksARequestThatEndsForWantOfMemoryWithTheUsageThatIsKnown() {
        bench = Bench.of(new FakePort((_, sink) -> {
            sink.accept(List.of(HELLO));
            sink.usage(COST);
            throw new OutOfMemoryError("injected");
        }));

        assertThatThrownBy(bench::stream).isInstanceOf(OutOfMemoryError.class);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().usage()).contains(COST);
        assertThat(bench.attempts()).containsExactly("first/a internal_error");
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
    }

    @Test
    void booksAClientThatLeavesInTheQueue() {
        bench = new Bench(List.of(List.of(new FakePort())), CircuitSettings.USUAL,
                new ConcurrencySettings(1, 1, AGES));
        try (Slots.Slot _ = bench.slots(Bench.FIRST).take(Duration.ZERO, new Cancellation()).orElseThrow()) {
            leaveOnceQueued(Bench.FIRST);
            assertThatThrownBy(bench::stream).isInstanceOf(CancellationException.class);
            assertThat(bench.slots(Bench.FIRST).taken()).isEqualTo(1);
        }

        assertThat(bench.line().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(bench.line().upstream()).isEmpty();
        assertThat(bench.attempts()).isEmpty();
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
    }

    @Test
    void booksAClientThatLeavesInTheQueueOfTheNextProviderWithoutBlamingTheAttemptBefore() {
        bench = new Bench(
                List.of(List.of(new FakePort(fails(Failures.UNAVAILABLE))), List.of(new FakePort())),
                CircuitSettings.USUAL, new ConcurrencySettings(1, 1, AGES));
        try (Slots.Slot _ = bench.slots(Bench.SECOND).take(Duration.ZERO, new Cancellation()).orElseThrow()) {
            leaveOnceQueued(Bench.SECOND);
            assertLeft("first/a upstream_unavailable");
        }
    }

    @Test
    void asksNobodyForAClientThatHasLeftAlready() {
        bench = Bench.of(new FakePort(), new FakePort());
        bench.cancellation.cancel(Cause.CLIENT_LEFT);

        assertLeft();
        assertThat(bench.line().upstream()).isEmpty();
    }

    @Test
    void booksARequestThatTheGatewaysEndCutShortAsFailed() {
        bench = Bench.of(new FakePort(leaves(Cause.GATEWAY_STOPS)), new FakePort());

        assertThatThrownBy(bench::stream).isInstanceOf(CancellationException.class);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().reason()).contains("gateway_stopping");
        assertThat(bench.attempts()).containsExactly("first/a gateway_stopping");
    }

    @Test
    void booksADefectAsSuchAndLetsItOut() {
        bench = Bench.of(new FakePort((_, _) -> {
            throw new IllegalStateException("a defect");
        }), new FakePort());

        assertThatThrownBy(bench::stream).isInstanceOf(IllegalStateException.class).hasMessage("a defect");
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bench.line().reason()).contains("internal_error");
        assertThat(bench.attempts()).containsExactly("first/a internal_error");
    }

    @Test
    void booksAGrantThatNobodyEndedAsFailed() {
        try (Grant grant = bench.grant) {
            grant.tries(Bench.A);
        }

        assertThat(bench.ledger).singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("internal_error"));
        assertThat(bench.attempts()).containsExactly("first/a internal_error");
    }

    @Test
    void endsAGrantOnlyOnce() {
        bench.grant.abandon();
        bench.grant.refuse(new Refusal.KeyMissing());
        bench.grant.close();

        assertThat(bench.ledger).singleElement()
                .satisfies(line -> assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT));
    }

    @Test
    void showsAnAttemptThatIsUnderWayAsPending() {
        bench = Bench.of(new FakePort(fails(Failures.UNAVAILABLE)), new FakePort((call, sink) -> {
            assertThat(bench.grant.attempts()).extracting(one -> one.upstream() + " " + one.result())
                    .containsExactly("first/a upstream_unavailable", "second/b pending");
            sink.accept(List.of(HELLO));
            assertThat(bench.grant.attempts().getLast().result()).isEqualTo("answered");
            return answers().play(call, sink);
        }));

        assertThat(bench.stream().usage()).contains(COST);
    }

    static Stream<FakePort.Step> endingsThatTellNothing() {
        return Stream.of(fails(Failures.REJECTED), fails(Failures.FILTERED), fails(Failures.CREDENTIAL),
                fails(Failures.THROTTLED), fails(Failures.MODEL_MISSING), (call, _) -> {
                    call.cancellation().cancel(Cause.CLIENT_LEFT);
                    throw new UpstreamException(Failures.UNAVAILABLE);
                }, (call, _) -> {
                    call.cancellation().cancel(Cause.GATEWAY_STOPS);
                    throw new CancellationException("gone");
                }, (_, _) -> {
                    throw new IllegalStateException("a defect");
                }, (_, _) -> {
                    throw new StackOverflowError("a bad defect");
                });
    }

    @ParameterizedTest
    @MethodSource("endingsThatTellNothing")
    void givesSlotAndTrialBackAfterAnEndingThatTellsNothing(FakePort.Step ending) {
        bench = new Bench(List.of(List.of(new FakePort(ending))),
                new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)), ConcurrencySettings.upTo(1000));
        bench.retry = new RetrySettings(1, Duration.ZERO, Duration.ZERO);
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(16));

        assertThatThrownBy(bench::stream).isInstanceOf(Throwable.class);
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
        Circuits circuits = bench.providers().circuits();
        assertThat(circuits.enter(Bench.A)).isPresent();
        assertThat(circuits.enter(Bench.A)).isPresent();
        assertThat(circuits.enter(Bench.A)).isEmpty();
    }

    @Test
    void givesTheTrialBackIfTheProviderHadTooMuchToDo() {
        bench = new Bench(List.of(List.of(new FakePort())),
                new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)),
                new ConcurrencySettings(1, 0, Duration.ZERO));
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(16));
        try (Slots.Slot _ = bench.slots(Bench.FIRST).take(Duration.ZERO, new Cancellation()).orElseThrow()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(bench::stream).isInstanceOf(RuntimeException.class);
            }
        }

        assertThat(bench.providers().circuits().enter(Bench.A)).isPresent();
    }

    @Test
    void letsOthersInAsSoonAsATrialHasBegunToAnswer() {
        bench = new Bench(List.of(List.of(new FakePort((call, sink) -> {
            assertThat(bench.providers().health().getFirst().load().circuits()).containsEntry("a",
                    new CircuitState.HalfOpen());
            sink.accept(List.of(HELLO));
            assertThat(bench.providers().health().getFirst().load().circuits()).isEmpty();
            return answers().play(call, sink);
        }))), new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)), ConcurrencySettings.upTo(1000));
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(16));

        assertThat(bench.stream().usage()).contains(COST);
    }

    private void assertLeft(String... attempts) {
        assertThatThrownBy(bench::stream).isInstanceOf(CancellationException.class);
        assertThat(bench.ledger).hasSize(1);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(bench.line().reason()).contains("client_left");
        assertThat(bench.attempts()).containsExactly(attempts);
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
    }

    /// Blocks until another thread has told that nobody waits any more.
    private FakePort.Step leaves(Cause why) {
        return (call, _) -> {
            Thread.ofVirtual().start(() -> bench.cancellation.cancel(why));
            call.cancellation().pause(AGES);
            throw new AssertionError("the pause was over");
        };
    }

    private void whenTheAttemptIsOver() {
        Grant grant = bench.grant;
        Thread.ofVirtual().start(() -> {
            Threads.await(() -> grant.attempts().getLast().result().equals("throttled"));
            bench.cancellation.cancel(Cause.CLIENT_LEFT);
        });
    }

    private void leaveOnceQueued(ProviderId provider) {
        Thread.ofVirtual().start(() -> {
            Threads.await(() -> bench.slots(provider).queued() == 1);
            bench.cancellation.cancel(Cause.CLIENT_LEFT);
        });
    }
}
