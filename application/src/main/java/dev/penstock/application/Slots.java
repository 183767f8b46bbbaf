package dev.penstock.application;

import dev.penstock.domain.port.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many requests one provider gets at a time, and a queue, first come first served, for those above.
///
/// Safe for concurrent use.
final class Slots {
    /// The right to send one request; give it back by closing it, once.
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Waiting {
        private final Condition turn;
        private boolean granted;

        Waiting(Condition turn) {
            this.turn = turn;
        }
    }

    private final ConcurrencySettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int taken;

    Slots(ConcurrencySettings settings) {
        this.settings = settings;
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a slot; waits for one if there is room in the queue.
    ///
    /// @param patience for no longer than this, and than the settings allow
    /// @return empty if the queue is full, or no slot became free in time
    /// @throws CancellationException if the cancellation happened meanwhile
    Optional<Slot> take(Duration patience, Cancellation cancellation) {
        cancellation.throwIfHappened();
        Waiting waiting;
        lock.lock();
        try {
            if (taken < settings.most() && queue.isEmpty()) {
                taken++;
                return Optional.of(this::free);
            }
            if (queue.size() >= settings.queue()) {
                return Optional.empty();
            }
            waiting = new Waiting(lock.newCondition());
            queue.addLast(waiting);
        } finally {
            lock.unlock();
        }
        try (Cancellation.Registration _ = cancellation.onCancel(() -> wake(waiting))) {
            return await(waiting, patience, cancellation);
        }
    }

    private Optional<Slot> await(Waiting waiting, Duration patience, Cancellation cancellation) {
        Duration longest = patience.compareTo(settings.queueTimeout()) < 0
                ? patience
                : settings.queueTimeout();
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!waiting.granted && left > 0 && !cancellation.happened()) {
                left = waiting.turn.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            giveUp(waiting);
            throw new CancellationException("interrupted");
        } finally {
            lock.unlock();
        }
        if (cancellation.happened()) {
            giveUp(waiting);
            cancellation.throwIfHappened();
        }
        return giveUpUnlessGranted(waiting) ? Optional.of(this::free) : Optional.empty();
    }

    private boolean giveUpUnlessGranted(Waiting waiting) {
        lock.lock();
        try {
            queue.remove(waiting);
            return waiting.granted;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Waiting waiting) {
        if (giveUpUnlessGranted(waiting)) {
            free();
        }
    }

    private void wake(Waiting waiting) {
        lock.lock();
        try {
            waiting.turn.signal();
        } finally {
            lock.unlock();
        }
    }

    private void free() {
        lock.lock();
        try {
            Waiting next = queue.pollFirst();
            if (next == null) {
                taken--;
            } else {
                next.granted = true; // the slot passes on
                next.turn.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
