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
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Keys of which the upstream has said how long it wants to be left alone.
class RestingKeysTest {
    private static final UpstreamFailure BUSY = Failures.throttled(Duration.ofMinutes(1));

    @Test
    void asksNobodyBeforeTheTimeThatTheUpstreamHasSet() {
        FakePort only = new FakePort(fails(BUSY), answers(HELLO));
        Bench bench = Bench.of(only);
        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        bench.clock.advance(Duration.ofSeconds(18));

        Refusal refusal = catchThrowableOfType(RefusedException.class, bench::stream).refusal();

        assertThat(refusal).isEqualTo(new Refusal.KeysResting(Duration.ofSeconds(42)));
        assertThat(only.calls()).hasSize(1);
        assertThat(bench.line().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.line().reason()).contains("keys_resting");
        assertThat(bench.attempts()).isEmpty();

        bench.clock.advance(Duration.ofSeconds(42));
        var _ = bench.stream();
        assertThat(bench.attempts()).containsExactly("first/a answered");
    }

    @Test
    void waitsForTheTimeIfItIsShort() {
        Bench bench = Bench.of(new FakePort(fails(BUSY), answers(HELLO)));
        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);
        bench.clock.advance(Duration.ofMinutes(1).minusMillis(3));

        var _ = bench.stream();
        assertThat(bench.attempts()).containsExactly("first/a answered");
    }

    @Test
    void goesOnToAnotherUpstreamMeanwhile() {
        FakePort first = new FakePort(fails(BUSY));
        Bench bench = Bench.of(first, new FakePort(answers(HELLO), answers(HELLO)));
        var _ = bench.stream();
        var _ = bench.stream();

        assertThat(bench.attempts()).containsExactly("second/b answered");
        assertThat(first.calls()).hasSize(1);
    }

    @Test
    void tellsWhenTheFirstOfAllUpstreamsMayBeAskedAgain() {
        Bench bench = Bench.of(new FakePort(fails(BUSY)),
                new FakePort(fails(Failures.throttled(Duration.ofSeconds(20)))));
        assertThatThrownBy(bench::stream).isInstanceOf(UpstreamException.class);

        assertThat(catchThrowableOfType(RefusedException.class, bench::stream).refusal())
                .isEqualTo(new Refusal.KeysResting(Duration.ofSeconds(20)));
    }
}
