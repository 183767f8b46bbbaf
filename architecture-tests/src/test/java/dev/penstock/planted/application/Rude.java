package dev.penstock.planted.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/// Breaks most manners at once.
@NullMarked
public final class Rude {
    private static final ThreadLocal<String> HIDDEN = new ThreadLocal<>();

    public synchronized CompletableFuture<String> later() throws InterruptedException {
        System.out.println(Instant.now());
        Thread.sleep(1);
        HIDDEN.set(String.valueOf(System.getenv("HOME")));
        if (HIDDEN.get().isEmpty()) {
            throw new RuntimeException("generic");
        }
        return CompletableFuture.completedFuture(HIDDEN.get());
    }

    /// Ends at a moment that moves when the clock is set.
    public boolean isOver(Instant deadline, InstantSource clock) {
        return clock.instant().isAfter(deadline);
    }
}
