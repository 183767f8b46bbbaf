package dev.penstock.domain.route;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// How patient a route is; where it says nothing, the gateway's and the provider's own settings count.
///
/// @param answer until an answer has begun, over all attempts
/// @param head until the head of a streamed response
/// @param firstToken until the first chunk of a stream, counted from when the request is sent
/// @param silence between two chunks of a stream
public record TimeLimits(Optional<Duration> answer, Optional<Duration> head, Optional<Duration> firstToken,
        Optional<Duration> silence) {
    /// Says nothing.
    public static final TimeLimits NONE = new TimeLimits(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    public TimeLimits {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(firstToken, "firstToken");
        Objects.requireNonNull(silence, "silence");
    }
}
