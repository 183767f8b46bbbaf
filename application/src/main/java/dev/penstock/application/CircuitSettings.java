package dev.penstock.application;

import java.time.Duration;
import java.util.Objects;

/// When an upstream model is taken for broken and left alone for a while.
///
/// @param failurePercent of the latest calls, from 1 to 100
/// @param window how many latest calls count
/// @param minimumCalls before this many nothing is judged
/// @param openFor how long it is left alone; then a few calls try whether it is well again
public record CircuitSettings(int failurePercent, int window, int minimumCalls, Duration openFor) {
    /// Half of the latest 20, judged from the 5th on, for 15 seconds.
    public static final CircuitSettings USUAL = new CircuitSettings(50, 20, 5, Duration.ofSeconds(15));

    public CircuitSettings {
        Objects.requireNonNull(openFor, "openFor");
    }
}
