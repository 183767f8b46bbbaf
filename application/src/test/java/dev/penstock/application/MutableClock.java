package dev.penstock.application;

import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A wall clock and a ticker that stand still unless they are moved.
final class MutableClock implements InstantSource, Ticker {
    static final Moment START = new Moment(0);

    private volatile Instant instant = Instant.EPOCH;
    private volatile Moment now = START;

    @Override
    public Instant instant() {
        return instant;
    }

    @Override
    public Moment now() {
        return now;
    }

    /// Time passes.
    void advance(Duration by) {
        instant = instant.plus(by);
        now = now.plus(by);
    }

    /// The wall clock is set, and no time passes.
    void jump(Duration by) {
        instant = instant.plus(by);
    }
}
