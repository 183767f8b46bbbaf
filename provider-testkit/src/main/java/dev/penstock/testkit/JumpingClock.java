package dev.penstock.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A wall clock that is set to another time at every reading, once a test says so. Safe for concurrent use.
final class JumpingClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile Duration jump = Duration.ZERO;

    /// @param far how far it jumps at each reading; backwards if negative
    void jumpBy(Duration far) {
        jump = far;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.getAndUpdate(before -> before.plus(jump)));
    }
}
