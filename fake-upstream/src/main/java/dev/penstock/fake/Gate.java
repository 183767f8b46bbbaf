package dev.penstock.fake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Holds a reply back until the test lets it go on; stays open for good.
public final class Gate {
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    public void open() {
        var _ = opened.complete(null);
    }

    public boolean isOpen() {
        return opened.isDone();
    }

    /// @return whether it was opened in time
    public boolean await(Duration limit) {
        var waiter = opened.copy().completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
        var _ = waiter.join();
        return isOpen();
    }

    CompletableFuture<Void> opened() {
        return opened;
    }
}
