package dev.penstock.application;

import java.time.Duration;
import java.util.Objects;

/// How stubborn the gateway is before it lets a client see a failure.
///
/// @param attempts how often one upstream is asked at most for one request, at least 1, counted anew with each of its
///        keys; more often than once only if no other upstream is left, or if the upstream itself says when to come back
/// @param backoff the pause before the second attempt; it doubles with each further one, up to the longest wait
/// @param longestWait the longest pause; if an upstream asks for more, the next upstream is asked or the client is told
public record RetrySettings(int attempts, Duration backoff, Duration longestWait) {
    /// Two attempts, half a second apart, and no wait of more than five.
    public static final RetrySettings USUAL = new RetrySettings(2, Duration.ofMillis(500),
            Duration.ofSeconds(5));

    public RetrySettings {
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(longestWait, "longestWait");
        if (attempts < 1) {
            throw new IllegalArgumentException("an upstream is asked at least once");
        }
    }
}
