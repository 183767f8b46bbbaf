package dev.penstock.adapter.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// How long a client waits in silence, and the one clockwork behind all streams that have to be kept alive.
///
/// Safe for concurrent use.
final class KeepAlive implements AutoCloseable {
    private final Duration commitAfter;
    private final Duration interval;
    private final ScheduledThreadPoolExecutor clockwork;

    /// @param commitAfter how long the response's status is waited for before the stream begins without it
    /// @param interval how long a stream that has begun may be silent
    KeepAlive(Duration commitAfter, Duration interval) {
        this.commitAfter = commitAfter;
        this.interval = interval;
        this.clockwork = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("keep-alive").daemon().factory());
        clockwork.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // at the end nothing matters
        clockwork.setRemoveOnCancelPolicy(true);
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Duration commitAfter() {
        return commitAfter;
    }

    Duration interval() {
        return interval;
    }

    /// Runs something that does not block, later. Cancel it when there is no need any more.
    Future<?> in(Duration delay, Runnable action) {
        return clockwork.schedule(action, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
