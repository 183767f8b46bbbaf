package dev.penstock.application;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other threads do; a test that uses it has a time-out, which ends the waiting.
final class Threads {
    private Threads() {}

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("time is up, and what was waited for has not come");
            }
            LockSupport.parkNanos(50_000); // lets the others go on
        }
    }
}
