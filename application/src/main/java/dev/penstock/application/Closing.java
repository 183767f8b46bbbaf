package dev.penstock.application;

import java.util.List;

/// Ends several things at a time, so that the slowest one alone sets how long it takes.
public final class Closing {
    private Closing() {}

    /// Blocks until all are closed; an interrupt is kept for later.
    public static void all(List<Runnable> closing) {
        List<Thread> threads = closing.stream().map(one -> Thread.ofVirtual().start(one)).toList();
        boolean interrupted = false;
        for (Thread one : threads) {
            while (one.isAlive()) {
                try {
                    one.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
