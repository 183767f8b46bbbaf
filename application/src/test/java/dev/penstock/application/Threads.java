package dev.penstock.application;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other threads do; a test that uses it has a time-out.
final class Threads {
    private Threads() {}

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(50_000); // lets the others go on
        }
    }
}
