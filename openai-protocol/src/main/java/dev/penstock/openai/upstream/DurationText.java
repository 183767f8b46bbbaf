package dev.penstock.openai.upstream;

import java.time.Duration;

/// Durations for people.
final class DurationText {
    private static final long MILLIS_UP_TO = 10_000;

    private DurationText() {}

    /// Such as `800 ms` or `120 s`.
    static String of(Duration duration) {
        return duration.toMillis() < MILLIS_UP_TO ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
