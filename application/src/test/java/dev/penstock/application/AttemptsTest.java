package dev.penstock.application;

import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class AttemptsTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private Bench bench = Bench.of(new FakePort());

    @AfterEach
    void everySlotIsFreeAfterEveryEnding() {
        assertThat(bench.slots(Bench.FIRST).taken()).isZero();
        assertThat(bench.slots(Bench.FIRST).queued()).isZero();
    }

    static Stream<UpstreamFailure> failuresOfTheRequestItself() {
        return Stream.of(Failures.REJECTED, Failures.FILTERED);
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheRequestItself")
    void neitherRepeatsNorSendsOnARequestThatIsItselfAtFault(UpstreamFailure failure) {
        bench = new Bench(
                List.of(List.of(new FakePort(fails(failure)), new FakePort()), List.of(new FakePort())));

        fail(failure);
        assertThat(bench.attempts()).containsExactly("first/a " + failure.word());
    }

    static Stream<UpstreamFailure> failuresOfTheUpstream() {
        return Stream.of(Failures.MODEL_MISSING, Failures.CREDENTIAL, Failures.THROTTLED,
                Failures.UNAVAILABLE,
                Failures.TIMED_OUT, Failures.GARBLED, Failures.throttled(Duration.ofSeconds(6)),
                Failures.unavailable(SOON));
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheUpstream")
    void goesOnToTheNextUpstreamAtOnce(UpstreamFailure failure) {
        FakePort second = new FakePort(answers(HELLO));
        bench = Bench.of(new FakePort(fails(failure)), second);
        var _ = bench.stream();

        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.attempts()).containsExactly("first/a " + failure.word(), "second/b answered");
        assertThat(bench.line().upstream()).contains(Bench.B);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(second.calls()).singleElement().extracting(ChatCall::upstreamModel).isEqualTo("b");
    }

    @Test
    void tellsTheFailureOfTheUpstreamAskedLast() {
        bench = Bench.of(new FakePort(fails(Failures.CREDENTIAL)),
                new FakePort(fails(Failures.TIMED_OUT)));

        fail(Failures.TIMED_OUT);
        assertThat(bench.attempts()).containsExactly("first/a credential_unusable",
                "second/b upstream_timeout");
        assertThat(bench.line().reason()).contains("upstream_timeout");
    }

    @Test
    void tellsAFailureThatMayPassRatherThanALaterOneThatWillNot() {
        UpstreamFailure busy = Failures.throttled(Duration.ofMinutes(1));
        bench = Bench.of(new FakePort(fails(busy)), new FakePort(fails(Failures.MODEL_MISSING)));

        fail(busy);
        assertThat(bench.attempts()).containsExactly("first/a throttled", "second/b model_not_found");
    }

    static Stream<UpstreamFailure> failuresThatMayPass() {
        return Stream.of(Failures.THROTTLED, Failures.UNAVAILABLE, Failures.GARBLED, Failures.throttled(SOON),
                Failures.unavailable(SOON), Failures.throttled(Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("failuresThatMayPass")
    void asksTheOnlyUpstreamAgainAfterAPause(UpstreamFailure failure) {
        bench = Bench.of(new FakePort(fails(failure), answers(HELLO)));
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a " + failure.word(), "first/a answered");
        assertThat(bench.grant.isOutOfTime()).isFalse();
    }

    @Test
    void asksTheOnlyUpstreamNoMoreOftenThanTheSettingsSay() {
        bench = Bench.of(new FakePort(fails(Failures.UNAVAILABLE), fails(Failures.GARBLED)));

        fail(Failures.GARBLED);
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable",
                "first/a upstream_garbled");
    }

    static Stream<UpstreamFailure> failuresThatDoNotPass() {
        return Stream.of(Failures.MODEL_MISSING, Failures.TIMED_OUT, Failures.CREDENTIAL,
                Failures.throttled(Duration.ofSeconds(6)));
    }

    @ParameterizedTest
    @MethodSource("failuresThatDoNotPass")
    void doesNotAskTheOnlyUpstreamAgainWhereThatIsOfNoUse(UpstreamFailure failure) {
        bench = Bench.of(new FakePort(fails(failure)));

        fail(failure);
        assertThat(bench.attempts()).containsExactly("first/a " + failure.word());
    }

    @Test
    void waitsForAThrottledUpstreamThatSaysWhenToComeBack() {
        bench = Bench.of(new FakePort(fails(Failures.throttled(SOON)), answers(HELLO)), new FakePort());
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a throttled", "first/a answered");
    }

    @Test
    void doesNotWaitForAThrottledUpstreamBeyondTheDeadline() {
        bench = Bench.of(new FakePort(fails(Failures.throttled(Duration.ofSeconds(4)))),
                new FakePort(answers(HELLO)));
        bench.limits = answerWithin(Duration.ofSeconds(4));
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a throttled", "second/b answered");
    }

    @Test
    void asksWithTheNextKeyThenTheNextUpstreamIfKeysAreAtFault() {
        bench = new Bench(List.of(List.of(new FakePort(fails(Failures.CREDENTIAL)),
                new FakePort(fails(Failures.throttled(Duration.ofSeconds(42))))),
                List.of(new FakePort(answers(HELLO)))));
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a credential_unusable", "first/a throttled",
                "second/b answered");
        assertThat(resting("a")).isEqualTo(2);
        assertThat(resting("other")).isEqualTo(1);
        bench.clock.advance(Duration.ofSeconds(42));
        assertThat(resting("a")).isEqualTo(1);
    }

    @Test
    void doesNotUseAKeyThatRestsWhileAnotherIsAwake() {
        FakePort bad = new FakePort(fails(Failures.CREDENTIAL));
        bench = new Bench(
                List.of(List.of(bad, new FakePort(answers(HELLO), answers(HELLO), answers(HELLO)))));
        for (int i = 0; i < 3; i++) {
            var _ = bench.stream();
        }

        assertThat(bad.calls()).hasSize(1);
    }

    @Test
    void countsTheAttemptsOfEachKeyAnew() {
        bench = new Bench(List.of(List.of(new FakePort(fails(Failures.THROTTLED)),
                new FakePort(fails(Failures.UNAVAILABLE), answers(HELLO)))));
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a throttled", "first/a upstream_unavailable",
                "first/a answered");
    }

    @Test
    void goesRoundTheKeysOnlyOnce() {
        UpstreamFailure atOnce = Failures.throttled(Duration.ZERO);
        bench = new Bench(
                List.of(List.of(new FakePort(fails(atOnce)), new FakePort(fails(atOnce), fails(atOnce)))));

        fail(atOnce);
        assertThat(bench.attempts()).hasSize(3);
    }

    @Test
    void waitsForTheKeyThatWakesFirstWhicheverWasAskedLast() {
        FakePort soon = new FakePort(fails(Failures.throttled(Duration.ofMillis(2))), answers(HELLO));
        bench = new Bench(
                List.of(List.of(soon, new FakePort(fails(Failures.throttled(Duration.ofMinutes(1)))))));
        var _ = bench.stream();

        assertThat(soon.calls()).hasSize(2);
        assertThat(bench.attempts()).containsExactly("first/a throttled", "first/a throttled",
                "first/a answered");
    }

    @Test
    void givesEveryAttemptTheSameDeadlineAndTheWholeRequest() {
        FakePort first = new FakePort(fails(Failures.UNAVAILABLE));
        FakePort second = new FakePort(answers(HELLO));
        bench = Bench.of(first, second);
        bench.limits = answerWithin(Duration.ofSeconds(9));
        var _ = bench.stream();

        ChatCall before = first.calls().getFirst();
        ChatCall after = second.calls().getFirst();
        assertThat(after).isEqualTo(new ChatCall("req_1", before.request(), "b",
                new Deadline(MutableClock.START.plus(Duration.ofSeconds(9)), bench.clock),
                bench.limits, bench.cancellation));
        assertThat(before.deadline()).isEqualTo(after.deadline());
    }

    @Test
    void asksNobodyElseOnceTheDeadlineHasPassed() {
        bench = Bench.of(new FakePort(later(Duration.ofMinutes(1), Failures.TIMED_OUT)), new FakePort());

        fail(Failures.TIMED_OUT);
        assertThat(bench.attempts()).containsExactly("first/a upstream_timeout");
        assertThat(bench.grant.isOutOfTime()).isTrue();
    }

    @Test
    void asksWithNoOtherKeyOnceTheDeadlineHasPassed() {
        bench = new Bench(List.of(List.of(new FakePort(later(Duration.ofMinutes(1), Failures.CREDENTIAL)),
                new FakePort())));

        fail(Failures.CREDENTIAL);
        assertThat(bench.attempts()).containsExactly("first/a credential_unusable");
    }

    @Test
    void triesNothingAgainOnceTheClientHasSeenAChunk() {
        bench = new Bench(List.of(List.of(new FakePort(fails(Failures.CREDENTIAL, HELLO)), new FakePort()),
                List.of(new FakePort())));

        fail(Failures.CREDENTIAL);
        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.attempts()).containsExactly("first/a credential_unusable");
    }

    @Test
    void asksAnUpstreamWhoseKeysAllRestIfThereIsNobodyElse() {
        bench = Bench.of(new FakePort(fails(Failures.CREDENTIAL), answers(HELLO)));
        fail(Failures.CREDENTIAL);
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("first/a answered");
    }

    private void fail(UpstreamFailure expected) {
        assertThatThrownBy(bench::stream).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isEqualTo(expected));
        assertThat(bench.line().outcome()).isEqualTo(Outcome.FAILED);
    }

    private FakePort.Step later(Duration time, UpstreamFailure failure) {
        return (_, _) -> {
            bench.clock.advance(time);
            throw new UpstreamException(failure);
        };
    }

    private int resting(String model) {
        return bench.providers().get(Bench.FIRST).keys().resting(model, bench.clock.now());
    }

    private static TimeLimits answerWithin(Duration time) {
        return new TimeLimits(Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
