package dev.penstock.application;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.lang.System.Logger.Level;
import java.time.Duration;
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
    private static final Duration LAST_MOMENT = Duration.ofSeconds(10);

    private final UsageRecorder recorder;
    private final int capacity;
    private final boolean losing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<UsageRecord> waiting = new ArrayDeque<>();
    private final ReentrantLock writing = new ReentrantLock(); // a recorder is called by one thread at a time
    private final Losses losses;
    private final Thread writer;
    private boolean closed;

    private UsageQueue(UsageRecorder recorder, int capacity, boolean losing) {
        this.recorder = recorder;
        this.capacity = capacity;
        this.losing = losing;
        this.losses = new Losses(String.valueOf(recorder));
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
        boolean full = false;
        lock.lock();
        try {
            while (!losing && waiting.size() >= capacity && !closed) {
                notFull.awaitUninterruptibly();
            }
            full = waiting.size() >= capacity;
            if (!closed && !full) {
                waiting.addLast(line);
                notEmpty.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (full && losing) {
            losses.lost("the record of " + line.requestId(), "it is too slow, and its queue is full");
        } else {
            write(line);
        }
    }

    /// Blocks until everything is written; a queue that may lose records gives the rest up after ten seconds.
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
        awaitWriter();
        recorder.close();
    }

    private void awaitWriter() {
        boolean interrupted = false;
        long end = System.nanoTime() + LAST_MOMENT.toNanos();
        while (writer.isAlive()) {
            try {
                if (!losing) {
                    writer.join(); // the ledger is worth the wait
                } else if (!writer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    giveUp();
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            LOGGER.log(Level.WARNING, "{0} is too slow and has lost the last {1} records", recorder,
                    waiting.size() + 1);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        writer.interrupt();
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
        writing.lock();
        try {
            recorder.record(line);
        } catch (RuntimeException | Error e) { // whatever it was, the next line may be written
            LOGGER.log(Level.ERROR, "the usage of " + line.requestId() + " could not be recorded", e);
        } finally {
            writing.unlock();
        }
    }
}
