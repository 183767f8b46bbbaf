package dev.penstock.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still unless it is moved.
final class MutableClock implements InstantSource {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
