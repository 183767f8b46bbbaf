package dev.penstock.application;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What is lost to somebody, in the log: the first loss at once, and the number of those that follow after a while, for they
/// may be thousands.
///
/// Safe for concurrent use.
public final class Losses {
    private static final System.Logger LOGGER = System.getLogger(Losses.class.getName());
    private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS);

    private final String who;
    private final AtomicBoolean counting = new AtomicBoolean();
    private final AtomicLong untold = new AtomicLong();

    /// @param who has lost it, for people
    public Losses(String who) {
        this.who = who;
    }

    /// @param what such as `the record of req_1`
    /// @param why in one line
    public void lost(String what, String why) {
        if (counting.compareAndSet(false, true)) {
            LOGGER.log(Level.WARNING, "{0} has lost {1}: {2}", who, what, why);
            LATER.execute(this::tellOthers);
        } else {
            untold.incrementAndGet();
        }
    }

    private void tellOthers() {
        counting.set(false);
        long others = untold.getAndSet(0);
        if (others > 0) {
            LOGGER.log(Level.WARNING, "{0} has lost {1} more since", who, String.valueOf(others));
        }
    }
}
