package dev.penstock.adapter.http;

import dev.penstock.domain.port.Cancellation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The completions that are under way, and whether new ones are welcome.
///
/// Safe for concurrent use.
final class RunningRequests {
    /// A request's stay among the running ones.
    interface Stay extends AutoCloseable {
        @Override
        void close();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final Set<Cancellation> running = new HashSet<>(); // by identity: a cancellation equals only itself
    private volatile boolean draining;
    private boolean hurried;

    boolean draining() {
        return draining;
    }

    /// How many requests are running.
    int count() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the wait of [#drain] for running requests: those are cancelled at once.
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a request in; empty if none is taken in any more.
    Optional<Stay> enter(Cancellation cancellation) {
        lock.lock();
        try {
            if (draining) {
                return Optional.empty();
            }
            running.add(cancellation);
            return Optional.of(() -> leave(cancellation));
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more requests in, and lets the running ones end within `longest`. Those that have not are cancelled, and
    /// get `lastMoment` to say so to their clients.
    void drain(Duration longest, Duration lastMoment) {
        draining = true;
        List<Cancellation> late;
        lock.lock();
        try {
            if (awaitNone(longest, true)) {
                return;
            }
            late = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        late.forEach(one -> one.cancel(Cancellation.Cause.GATEWAY_STOPS));
        lock.lock();
        try {
            var _ = awaitNone(lastMoment, false);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNone(Duration longest, boolean unlessHurried) {
        long left = longest.toNanos();
        try {
            while (!running.isEmpty() && left > 0 && !(unlessHurried && hurried)) {
                left = fewer.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // then without patience
        }
        return running.isEmpty();
    }

    private void leave(Cancellation cancellation) {
        lock.lock();
        try {
            running.remove(cancellation);
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
