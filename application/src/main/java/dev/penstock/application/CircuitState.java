package dev.penstock.application;

import dev.penstock.domain.time.Moment;

/// How an upstream model's circuit stands.
public sealed interface CircuitState {
    /// The state as a short, stable word.
    default String word() {
        return switch (this) {
            case Closed _ -> "closed";
            case Open _ -> "open";
            case HalfOpen _ -> "half_open";
        };
    }

    /// The upstream model is asked as usual.
    record Closed() implements CircuitState {}

    /// The upstream model is left alone.
    ///
    /// @param until by when it will be tried again
    record Open(Moment until) implements CircuitState {}

    /// The upstream model is being tried again, or will be by the next request: a few at a time, and nobody else.
    record HalfOpen() implements CircuitState {}
}
