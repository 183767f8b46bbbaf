package dev.penstock.domain.time;

import java.time.Duration;
import java.util.Objects;

/// A moment by which something must have happened, and the time that is left until then.
///
/// Safe for concurrent use.
///
/// @param at the moment
/// @param ticker tells what time it is
public record Deadline(Moment at, Ticker ticker) {
    public Deadline {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(ticker, "ticker");
    }

    /// After that time from now.
    public static Deadline in(Duration time) {
        return in(time, Ticker.SYSTEM);
    }

    /// After that time from now, as the ticker counts it.
    public static Deadline in(Duration time, Ticker ticker) {
        return new Deadline(ticker.now().plus(time), ticker);
    }

    /// The time that is left; zero if there is none.
    public Duration left() {
        Duration left = ticker.now().until(at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Whether no time is left.
    public boolean isOver() {
        return !at.isAfter(ticker.now());
    }

    /// So much later.
    public Deadline plus(Duration time) {
        return new Deadline(at.plus(time), ticker);
    }
}
