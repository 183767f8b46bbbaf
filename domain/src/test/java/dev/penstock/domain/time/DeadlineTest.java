package dev.penstock.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Moments and deadlines.
class DeadlineTest {
    private Moment now = new Moment(-5);
    private final Ticker ticker = () -> now;

    @Test
    void tellsTheTimeThatIsLeftUntilThereIsNone() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(2), ticker);
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(2));
        assertThat(deadline.isOver()).isFalse();

        now = now.plus(Duration.ofSeconds(2).minusNanos(1));
        assertThat(deadline.left()).isEqualTo(Duration.ofNanos(1));
        assertThat(deadline.isOver()).isFalse();

        now = now.plus(Duration.ofNanos(1));
        assertThat(deadline.left()).isZero();
        assertThat(deadline.isOver()).isTrue();

        now = now.plus(Duration.ofHours(1));
        assertThat(deadline.left()).isZero();
        assertThat(deadline.plus(Duration.ofHours(2)).left()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void neverComesIfItIsFartherThanTimeCanTell() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE), ticker);
        now = new Moment(Long.MAX_VALUE - 10);

        assertThat(deadline.isOver()).isFalse();
        assertThat(new Moment(Long.MIN_VALUE + 1).plus(Duration.ofDays(-1)))
                .isEqualTo(new Moment(Long.MIN_VALUE));
    }

    @Test
    void measuresTheTimeBetweenTwoMomentsHoweverFarApart() {
        assertThat(new Moment(5).until(new Moment(2))).isEqualTo(Duration.ofNanos(-3));
        assertThat(new Moment(Long.MIN_VALUE).until(new Moment(Long.MAX_VALUE)))
                .isEqualTo(Duration.ofNanos(Long.MAX_VALUE).plusNanos(Long.MAX_VALUE).plusNanos(1));
        assertThat(new Moment(1)).isGreaterThan(new Moment(0)).isLessThan(new Moment(2));
    }

    @Test
    void goesByTheSystemIfNothingElseIsSaid() {
        Moment before = Ticker.SYSTEM.now();

        assertThat(Deadline.in(Duration.ofMinutes(1)).isOver()).isFalse();
        assertThat(Deadline.in(Duration.ofNanos(-1)).isOver()).isTrue();
        assertThat(Ticker.SYSTEM.now()).isGreaterThanOrEqualTo(before);
    }
}
