package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.application.Circuits.Permit;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final ProviderId PROVIDER = new ProviderId("dashscope");
    private static final UpstreamModel MAX = new UpstreamModel(PROVIDER, "max");
    private static final UpstreamModel PLUS = new UpstreamModel(PROVIDER, "plus");
    private static final Duration OPEN_FOR = Duration.ofSeconds(15);

    private final MutableClock clock = new MutableClock();

    /// Opens when half of the latest ten failed, judged from the fourth on.
    private final Circuits circuits = new Circuits(new CircuitSettings(50, 10, 4, OPEN_FOR), clock);

    @Test
    void letsEverybodyInAtFirst() {
        assertThat(circuits.enter(MAX)).isPresent();
        assertThat(circuits.openUntil(MAX)).isEmpty();
        assertThat(circuits.troubled(PROVIDER)).isEmpty();
    }

    @Test
    void opensWhenTooManyHaveFailedAndNotBefore() {
        fail(3);
        assertThat(circuits.openUntil(MAX)).isEmpty();

        fail(1);
        assertThat(circuits.openUntil(MAX)).contains(MutableClock.START.plus(OPEN_FOR));
        assertThat(circuits.enter(MAX)).isEmpty();
        assertThat(circuits.troubled(PROVIDER)).containsExactly(
                Map.entry("max", new CircuitState.Open(MutableClock.START.plus(OPEN_FOR))));
    }

    @Test
    void forgetsWhatWasHeldAgainstAProviderThatIsAnotherNow() {
        fail(4);
        circuits.forget(new ProviderId("other"));
        assertThat(circuits.openUntil(MAX)).isPresent();

        circuits.forget(PROVIDER);
        assertThat(circuits.openUntil(MAX)).isEmpty();
    }

    @Test
    void opensWhenHalfHaveFailed() {
        fail(1);
        succeed(2);
        fail(1);

        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    @Test
    void staysClosedWhereFailuresAreFew() {
        fail(1);
        for (int round = 0; round < 20; round++) {
            succeed(3);
            fail(1);
        }

        assertThat(circuits.openUntil(MAX)).isEmpty();
    }

    @Test
    void leavesOtherModelsOfTheProviderAlone() {
        fail(4);

        assertThat(circuits.enter(PLUS)).isPresent();
        assertThat(circuits.openUntil(PLUS)).isEmpty();
        assertThat(circuits.troubled(new ProviderId("openrouter"))).isEmpty();
    }

    @Test
    void staysOpenForTheSetTime() {
        fail(4);
        clock.advance(OPEN_FOR.minusMillis(1));
        assertThat(circuits.enter(MAX)).isEmpty();
        assertThat(circuits.openUntil(MAX)).isPresent();

        clock.advance(Duration.ofMillis(2));
        assertThat(circuits.openUntil(MAX)).isEmpty();
        assertThat(circuits.troubled(PROVIDER)).containsEntry("max", new CircuitState.HalfOpen());
        assertThat(circuits.enter(MAX)).isPresent();
        assertThat(circuits.troubled(PROVIDER)).containsEntry("max", new CircuitState.HalfOpen());
    }

    @Test
    void letsOnlyTwoTryWhetherItIsWellAgain() {
        halfOpen();

        assertThat(circuits.enter(MAX)).isPresent();
        assertThat(circuits.enter(MAX)).isPresent();
        assertThat(circuits.enter(MAX)).isEmpty();
    }

    @Test
    void closesWhenBothTrialsWentWell() {
        halfOpen();
        succeed(2);

        assertThat(circuits.troubled(PROVIDER)).isEmpty();
        assertThat(permits(10)).hasSize(10);
    }

    @Test
    void opensAgainForTheWholeTimeWhenTheTrialsFail() {
        halfOpen();
        fail(2);

        assertThat(circuits.openUntil(MAX)).contains(clock.now().plus(OPEN_FOR));
        assertThat(circuits.enter(MAX)).isEmpty();
    }

    @Test
    void takesTheBeginningOfAnAnswerForATrialThatWentWell() {
        halfOpen();
        List<Permit> trials = permits(2);
        trials.forEach(Permit::begun);

        assertThat(permits(10)).hasSize(10);
        trials.forEach(trial -> {
            trial.failed(new UpstreamException(Failures.GARBLED));
            trial.close();
        });
        assertThat(circuits.openUntil(MAX)).isEmpty();
    }

    @Test
    void judgesAnAnswerByItsEndWhileTheCircuitIsClosed() {
        for (int i = 0; i < 4; i++) {
            try (Permit permit = circuits.enter(MAX).orElseThrow()) {
                permit.begun();
                permit.failed(new UpstreamException(Failures.GARBLED));
            }
        }

        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    @Test
    void countsNeitherForNorAgainstItWhatTellsNothing() {
        fail(3);
        for (UpstreamFailure neutral : List.of(Failures.REJECTED, Failures.FILTERED, Failures.MODEL_MISSING,
                Failures.CREDENTIAL, Failures.THROTTLED)) {
            end(neutral);
            end(neutral);
        }
        assertThat(circuits.openUntil(MAX)).isEmpty();

        fail(1);
        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    @Test
    void countsEveryFailureThatSaysItIsOutOfOrder() {
        end(Failures.UNAVAILABLE);
        end(Failures.TIMED_OUT);
        end(Failures.GARBLED);
        end(Failures.GARBLED);

        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    @Test
    void givesATrialBackOfWhichNothingCanBeSaid() {
        halfOpen();
        for (int i = 0; i < 10; i++) {
            circuits.enter(MAX).orElseThrow().close();
            end(Failures.REJECTED);
        }

        assertThat(permits(10)).hasSize(2);
    }

    @Test
    void givesNoTrialBackTwice() {
        halfOpen();
        List<Permit> trials = permits(2);
        trials.getFirst().close();
        trials.getFirst().close();
        trials.get(1).succeeded();
        trials.get(1).close();

        assertThat(permits(10)).hasSize(1);
    }

    @Test
    void givesNoTrialBackThatWasTakenBeforeTheCircuitOpened() {
        List<Permit> strangers = permits(2);
        fail(1);
        List<Permit> early = permits(10);
        fail(3);
        clock.advance(OPEN_FOR.plusMillis(1));
        circuits.enter(MAX).orElseThrow().close();
        strangers.forEach(Permit::close);
        early.forEach(Permit::close);

        assertThat(permits(10)).hasSize(2);
    }

    @Test
    void doesNotJudgeByWhatWasAskedBeforeTheCircuitOpened() {
        fail(1);
        List<Permit> early = permits(10);
        fail(3);
        clock.advance(OPEN_FOR.plusMillis(1));
        circuits.enter(MAX).orElseThrow().close();
        early.forEach(permit -> permit.failed(new UpstreamException(Failures.GARBLED)));
        assertThat(circuits.troubled(PROVIDER)).containsEntry("max", new CircuitState.HalfOpen());

        succeed(2);
        assertThat(circuits.troubled(PROVIDER)).isEmpty();
    }

    @Test
    void keepsNothingAboutModelsThatNeverFailed() {
        succeed(1);
        end(Failures.MODEL_MISSING);

        assertThat(circuits.size()).isZero();
    }

    @Test
    void keepsOnlySoManyCircuitsAndForgetsTheClosedOnes() {
        for (int i = 0; i < 2 * Circuits.MOST; i++) {
            end(new UpstreamModel(PROVIDER, "made-up-" + i), Failures.UNAVAILABLE);
            assertThat(circuits.size()).isLessThanOrEqualTo(Circuits.MOST);
        }
        fail(4);

        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    @Test
    void forgetsNoCircuitThatKeepsSomebodyOutUntilItsTimeIsOver() {
        for (int i = 0; i < Circuits.MOST; i++) {
            for (int j = 0; j < 4; j++) {
                end(new UpstreamModel(PROVIDER, "made-up-" + i), Failures.UNAVAILABLE);
            }
        }
        fail(4);
        assertThat(circuits.openUntil(MAX)).isEmpty();
        assertThat(circuits.openUntil(new UpstreamModel(PROVIDER, "made-up-0"))).isPresent();

        clock.advance(OPEN_FOR);
        fail(4);
        assertThat(circuits.openUntil(MAX)).isPresent();
    }

    private void halfOpen() {
        fail(4);
        clock.advance(OPEN_FOR.plusMillis(1));
    }

    private List<Permit> permits(int tries) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            circuits.enter(MAX).ifPresent(permits::add);
        }
        return permits;
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            try (Permit permit = circuits.enter(MAX).orElseThrow()) {
                permit.succeeded();
            }
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            end(Failures.UNAVAILABLE);
        }
    }

    private void end(UpstreamFailure failure) {
        end(MAX, failure);
    }

    private void end(UpstreamModel upstream, UpstreamFailure failure) {
        try (Permit permit = circuits.enter(upstream).orElseThrow()) {
            permit.failed(new UpstreamException(failure));
        }
    }
}
