package dev.penstock.application;

import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Upstreams that are out of order or busy before anybody has asked them.
@Timeout(30)
class OverloadTest {
    private Bench bench = Bench.of(new FakePort());

    @AfterEach
    void everySlotIsFreeAfterEveryEnding() {
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
        assertThat(bench.slots(Bench.FIRST).queued()).isZero();
    }

    @Test
    void passesOverAnUpstreamWhoseCircuitIsOpen() {
        bench = quickToOpen(new FakePort(), new FakePort(answers(HELLO)));
        bench.breakDown(Bench.A);
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("second/b answered");
    }

    @Test
    void passesOverAnUpstreamWhoseCircuitOpensMeanwhile() {
        bench = quickToOpen(new FakePort((_, _) -> {
            bench.breakDown(Bench.B);
            throw new UpstreamException(Failures.UNAVAILABLE);
        }), new FakePort());

        fail(Failures.UNAVAILABLE);
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable");
    }

    @Test
    void asksAgainIfTheCircuitsOfAllOthersAreOpen() {
        bench = new Bench(List.of(List.of(new FakePort(fails(Failures.UNAVAILABLE), answers(HELLO))),
                List.of(new FakePort())), new CircuitSettings(50, 2, 2, Duration.ofSeconds(15)),
                ConcurrencySettings.upTo(1000));
        bench.breakDown(Bench.B);
        bench.breakDown(Bench.B);
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable", "first/a answered");
    }

    @Test
    void keepsUsingAnUpstreamThatFailsOnlyNowAndThen() {
        FakePort.Step[] script = new FakePort.Step[16];
        for (int i = 0; i < script.length; i++) {
            script[i] = i % 4 == 0 ? fails(Failures.UNAVAILABLE) : answers(HELLO);
        }
        bench = new Bench(List.of(List.of(new FakePort(script))),
                new CircuitSettings(50, 4, 4, Duration.ofSeconds(15)), ConcurrencySettings.upTo(1000));
        for (int i = 0; i < 12; i++) {
            var _ = bench.stream();
        }

        assertThat(bench.providers().circuits().openUntil(Bench.A)).isEmpty();
    }

    @Test
    void doesNotAskTheOnlyUpstreamAgainIfItsCircuitHasOpened() {
        bench = quickToOpen(new FakePort(fails(Failures.UNAVAILABLE)));

        fail(Failures.UNAVAILABLE);
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable");
    }

    @Test
    void saysWhenTheFirstCircuitClosesIfAllAreOpen() {
        bench = quickToOpen(new FakePort(), new FakePort());
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(5));
        bench.breakDown(Bench.B);

        assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(bench.line().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.line().reason()).contains("overloaded");
        assertThat(bench.attempts()).isEmpty();
    }

    @Test
    void neverSaysThatItIsWorthATryAtOnceOrInThePast() {
        bench = quickToOpen(new FakePort());
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(15).minusNanos(1));

        assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void saysThatAProviderWithTooMuchToDoIsWorthATrySoon() {
        bench = full(new FakePort(), Duration.ZERO);
        try (Slots.Slot _ = occupy()) {
            assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(2));
            assertThat(bench.attempts()).isEmpty();
        }
    }

    @Test
    void saysSoonEvenIfThePlaceInTheQueueTookLong() {
        bench = full(new FakePort(), Duration.ofDays(1));
        bench.limits = answerWithin(Duration.ofMillis(50));
        try (Slots.Slot _ = occupy()) {
            Thread.ofVirtual().start(() -> {
                Threads.await(() -> bench.slots(Bench.FIRST).queued() == 1);
                bench.clock.advance(Duration.ofSeconds(10));
            });
            assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void asksTheNextUpstreamIfAProviderHasTooMuchToDo() {
        bench = new Bench(List.of(List.of(new FakePort()), List.of(new FakePort(answers(HELLO)))),
                CircuitSettings.USUAL, new ConcurrencySettings(1, 0, Duration.ZERO));
        try (Slots.Slot _ = occupy()) {
            var _ = bench.stream();
            assertThat(bench.attempts()).containsExactly("second/b answered");
        }
    }

    @Test
    @Timeout(10)
    void doesNotPauseBeforeACircuitThatHasJustOpened() {
        FakePort only = new FakePort(fails(Failures.UNAVAILABLE), answers(HELLO));
        bench = new Bench(List.of(List.of(only)),
                new CircuitSettings(100, 1, 1, Duration.ofSeconds(15)), ConcurrencySettings.upTo(1000));
        bench.retry = new RetrySettings(2, Duration.ofSeconds(20), Duration.ofDays(1));

        fail(Failures.UNAVAILABLE);
        assertThat(only.calls()).hasSize(1);
    }

    @Test
    void holdsNoTrialOfACircuitWhileItWaitsForASlot() throws InterruptedException {
        bench = new Bench(List.of(List.of(new FakePort(answers(HELLO)))),
                new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)),
                new ConcurrencySettings(1, 1, Duration.ofDays(1)));
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(16));
        Thread waiting;
        try (Slots.Slot _ = occupy()) {
            waiting = Thread.ofVirtual().start(() -> {
                var _ = bench.stream();
            });
            Threads.await(() -> bench.slots(Bench.FIRST).queued() == 1);

            try (Circuits.Permit one = bench.providers().circuits().enter(Bench.A).orElseThrow();
                    Circuits.Permit other = bench.providers().circuits().enter(Bench.A).orElseThrow()) {
                assertThat(one).isNotEqualTo(other);
            }
        }
        waiting.join();
        assertThat(bench.attempts()).containsExactly("first/a answered");
    }

    private void fail(UpstreamFailure expected) {
        assertThatThrownBy(bench::stream).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isEqualTo(expected));
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
    }

    private Refusal.Overloaded refused() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, bench::stream);
        return (Refusal.Overloaded) refused.refusal();
    }

    private Slots.Slot occupy() {
        return bench.slots(Bench.FIRST).take(Duration.ZERO, new Cancellation()).orElseThrow();
    }

    /// With circuits that open at the first failure, for a quarter of a minute.
    private static Bench quickToOpen(FakePort... ports) {
        return new Bench(Stream.of(ports).map(List::of).toList(),
                new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)), ConcurrencySettings.upTo(1000));
    }

    /// With a place for one, and one more in the queue.
    private static Bench full(FakePort port, Duration queueTimeout) {
        return new Bench(List.of(List.of(port)), CircuitSettings.USUAL,
                new ConcurrencySettings(1, 1, queueTimeout));
    }

    private static TimeLimits answerWithin(Duration time) {
        return new TimeLimits(Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
