package dev.penstock.application;

import java.time.Duration;
import java.util.Objects;

/// How many requests one provider gets at a time.
///
/// @param most at a time, at least 1
/// @param queue how many may wait for their turn, from 0 up
/// @param queueTimeout how long each may wait
public record ConcurrencySettings(int most, int queue, Duration queueTimeout) {
    /// The defaults for the rest: a queue of 1000, for ten seconds.
    public static ConcurrencySettings upTo(int most) {
        return new ConcurrencySettings(most, 1000, Duration.ofSeconds(10));
    }

    public ConcurrencySettings {
        Objects.requireNonNull(queueTimeout, "queueTimeout");
        if (most < 1 || queue < 0) {
            throw new IllegalArgumentException(
                    "at least one request at a time, and no less than nobody in the queue");
        }
    }
}
