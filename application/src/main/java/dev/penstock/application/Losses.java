package dev.penstock.application;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// What is lost to somebody, in the log: the first loss at once, and of more that follow their number now and then, for
/// they may be thousands.
///
/// Safe for concurrent use.
public final class Losses {
    private static final System.Logger LOGGER = System.getLogger(Losses.class.getName());
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final String who;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());

    /// @param who has lost it, for people
    public Losses(String who) {
        this.who = who;
    }

    /// @param what such as `the record of req_1`
    /// @param why in one line
    public void lost(String what, String why) {
        long now = System.nanoTime();
        long due = nextAt.get();
        untold.incrementAndGet();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + PAUSE)) {
            long more = untold.getAndSet(0) - 1;
            LOGGER.log(Level.WARNING, "{0} has lost {1}{2}: {3}", who, what,
                    more > 0 ? " and " + more + " before" : "", why);
        }
    }
}
