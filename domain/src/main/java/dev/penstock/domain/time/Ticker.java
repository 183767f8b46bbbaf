package dev.penstock.domain.time;

/// A monotonic source of time, for durations and time-outs. Stamps come from a [java.time.InstantSource], which jumps when
/// the wall clock is set.
///
/// Safe for concurrent use.
@FunctionalInterface
public interface Ticker {
    /// The time of [System#nanoTime()], counted from when it was first used.
    Ticker SYSTEM = new SystemTicker(System.nanoTime());

    Moment now();
}
