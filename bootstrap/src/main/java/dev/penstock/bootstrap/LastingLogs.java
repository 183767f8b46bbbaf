package dev.penstock.bootstrap;

import java.util.logging.LogManager;

/// A log manager that goes on until the gateway has closed. The usual one takes its handlers away as soon as the process
/// is told to stop, at the same time as the last requests are being answered, and their lines would be lost.
public final class LastingLogs extends LogManager {
    private static volatile boolean held;

    /// For the logging API alone.
    public LastingLogs() {}

    /// From now on the handlers stay.
    static void hold() {
        held = true;
    }

    /// The handlers write what they have, and go.
    static void release() {
        held = false;
        getLogManager().reset();
    }

    @Override
    public void reset() {
        if (!held) {
            super.reset();
        }
    }
}
