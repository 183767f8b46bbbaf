package dev.penstock.application;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes the writing of usage records off the request's path: a bounded queue, and one thread that writes.
///
/// An orderly close writes all that is left. Safe for concurrent use.
public final class UsageQueue implements UsageRecorder {
    private static final System.Logger LOGGER = System.getLogger(UsageQueue.class.getName());

    private final UsageRecorder recorder;
    private final int capacity;
    private final boolean losing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<UsageRecord> waiting = new ArrayDeque<>();
    private final Thread writer;
    private boolean closed;

    private UsageQueue(UsageRecorder recorder, int capacity, boolean losing) {
        this.recorder = recorder;
        this.capacity = capacity;
        this.losing = losing;
        this.writer = Thread.ofPlatform().name("usage-writer").daemon().start(this::writeAll);
    }

    /// A queue that loses nothing: while it is full, requests wait.
    ///
    /// @param recorder closed with the queue
    /// @param capacity how many records may wait, at least 1
    public static UsageQueue waiting(UsageRecorder recorder, int capacity) {
        return new UsageQueue(recorder, capacity, false);
    }

    /// A queue that no request ever waits for: while it is full, records are lost to this recorder, and the log says which.
    ///
    /// @param recorder closed with the queue
    /// @param capacity how many records may wait, at least 1
    public static UsageQueue losing(UsageRecorder recorder, int capacity) {
        return new UsageQueue(recorder, capacity, true);
    }

    /// Queues a record. After the close it is written at once, on the caller's thread.
    @Override
    public void record(UsageRecord line) {
        lock.lock();
        try {
            if (losing && waiting.size() >= capacity && !closed) {
                LOGGER.log(Level.WARNING, "{0} is too slow and loses the record of {1}", recorder,
                        line.requestId());
                return;
            }
            while (waiting.size() >= capacity && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (!closed) {
                waiting.addLast(line);
                notEmpty.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        write(line);
    }

    /// Blocks until everything is written.
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true; // the ledger is worth the wait
            }
        }
        recorder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        UsageRecord next = take();
        while (next != null) {
            write(next);
            next = take();
        }
    }

    private @Nullable UsageRecord take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            notFull.signal();
            return waiting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    private void write(UsageRecord line) {
        try {
            recorder.record(line);
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "the usage of " + line.requestId() + " could not be recorded", e);
        }
    }
}
