package dev.penstock.domain.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A point in the time of a [Ticker]. It has no date: only differences between moments of the same ticker have a meaning.
///
/// @param nanos since an origin that the ticker chooses
public record Moment(long nanos) implements Comparable<Moment> {
    /// So much later, or earlier if `time` is negative; the farthest moment if that is too far.
    public Moment plus(Duration time) {
        long more = TimeUnit.NANOSECONDS.convert(time); // the most there is, if it is more
        long sum = nanos + more;
        boolean overflows = ((nanos ^ sum) & (more ^ sum)) < 0;
        return new Moment(overflows ? (more > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : sum);
    }

    /// The time from here to `later`; negative if that was before.
    public Duration until(Moment later) {
        return Duration.ofNanos(later.nanos).minusNanos(nanos);
    }

    public boolean isAfter(Moment other) {
        return nanos > other.nanos;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
