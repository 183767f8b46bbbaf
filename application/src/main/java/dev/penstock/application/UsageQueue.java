package dev.penstock.application;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes the writing of usage records off the request's path: a bounded queue, and one thread that writes.
///
/// An orderly close writes all that is left, as far as the recorder takes it in time. Safe for concurrent use.
public final class UsageQueue implements UsageRecorder {
    private static final System.Logger LOGGER = System.getLogger(UsageQueue.class.getName());

    private final UsageRecorder recorder;
    private final QueueLimits limits;
    private final boolean retrying;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Condition stopping = lock.newCondition();
    private final Deque<UsageRecord> waiting = new ArrayDeque<>();
    private final ReentrantLock writing = new ReentrantLock(); // a recorder is called by one thread at a time
    private final AtomicLong lost = new AtomicLong();
    private final Losses losses;
    private final Thread writer;
    private Optional<String> failure = Optional.empty();
    private boolean full;
    private boolean closed;
    private boolean givenUp;

    private UsageQueue(UsageRecorder recorder, QueueLimits limits, boolean retrying) {
        this.recorder = recorder;
        this.limits = limits;
        this.retrying = retrying;
        this.losses = new Losses(String.valueOf(recorder));
        this.writer = Thread.ofPlatform().name("usage-writer").daemon().start(this::writeAll);
    }

    /// A queue that tries again what could not be written, so that nothing is lost while there is room. A request waits for
    /// room up to the patience; then records are lost without waiting, until the recorder takes one again.
    ///
    /// @param recorder closed with the queue
    static UsageQueue retrying(UsageRecorder recorder, QueueLimits limits) {
        return new UsageQueue(recorder, limits, true);
    }

    /// A queue that tries each record once and that no request ever waits for.
    ///
    /// @param recorder closed with the queue
    static UsageQueue losing(UsageRecorder recorder, QueueLimits limits) {
        return new UsageQueue(recorder, limits, false);
    }

    LedgerHealth health() {
        lock.lock();
        try {
            LedgerHealth.State state = full
                    ? LedgerHealth.State.FULL
                    : failure.isPresent() ? LedgerHealth.State.FAILING : LedgerHealth.State.WRITING;
            return new LedgerHealth(state, waiting.size(), lost.get(), failure);
        } finally {
            lock.unlock();
        }
    }

    /// Queues a record. After the close it is written at once, on the caller's thread.
    @Override
    public void record(UsageRecord line) {
        boolean late;
        lock.lock();
        try {
            awaitRoom();
            late = closed;
            if (!closed && waiting.size() < limits.capacity()) {
                waiting.addLast(line);
                notEmpty.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            writeLate(line);
        } else {
            lose(line, "it is too slow, and its queue is full");
        }
    }

    private void awaitRoom() {
        long left = full ? 0 : limits.patience().toNanos();
        boolean interrupted = false;
        while (waiting.size() >= limits.capacity() && !closed && left > 0) {
            long start = System.nanoTime();
            try {
                left = notFull.awaitNanos(left);
            } catch (InterruptedException _) {
                interrupted = true;
                left -= System.nanoTime() - start;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        full = full || (waiting.size() >= limits.capacity() && !closed);
    }

    private void writeLate(UsageRecord line) {
        boolean mine = false;
        try {
            mine = writing.tryLock() || writing.tryLock(limits.lastMoment().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            lose(line, "it does not take any more");
            return;
        }
        try {
            if (!write(line)) {
                lose(line, "it cannot be written to");
            }
        } finally {
            writing.unlock();
        }
    }

    private void lose(UsageRecord line, String why) {
        lost.incrementAndGet();
        losses.lost("the record of " + line.requestId(), why);
    }

    /// Blocks until everything is written, at most for the last moment; the log says how many records were lost.
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
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
        awaitWriter();
        recorder.close();
    }

    private void awaitWriter() {
        boolean interrupted = false;
        long end = System.nanoTime() + limits.lastMoment().toNanos();
        while (writer.isAlive()) {
            try {
                if (!writer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
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
            givenUp = true;
            LOGGER.log(Level.WARNING, "{0} has lost the last {1} usage records: {2}", recorder,
                    String.valueOf(waiting.size()), failure.orElse("it does not take them"));
            lost.addAndGet(waiting.size());
            waiting.clear();
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
        writer.interrupt();
    }

    /// False once the thread that writes has ended, after the close or by a defect.
    boolean isWriting() {
        return writer.isAlive();
    }

    private void writeAll() {
        UsageRecord next = first();
        while (next != null) {
            try {
                if (write(next)) {
                    remove();
                } else {
                    pause();
                }
            } catch (RuntimeException | Error _) {
                // not even a log line could be written: the record is tried again
            }
            next = first();
        }
    }

    /// The record to be written next, which stays in the queue until it is.
    private @Nullable UsageRecord first() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            return waiting.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    private void remove() {
        lock.lock();
        try {
            if (!givenUp) {
                waiting.removeFirst();
            }
            full = false;
            notFull.signal();
            if (failure.isPresent()) {
                failure = Optional.empty();
                LOGGER.log(Level.INFO, "{0} takes usage records again", recorder);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Before a record is tried again.
    private void pause() {
        lock.lock();
        try {
            long left = limits.retryAfter().toNanos();
            while (left > 0 && !givenUp) {
                left = stopping.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // given up
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the recorder is done with the record; only then may the next one come
    private boolean write(UsageRecord line) {
        writing.lock();
        try {
            recorder.record(line);
            return true;
        } catch (UncheckedIOException e) {
            if (retrying) {
                failed(e);
                return false;
            }
            return refused(line, e);
        } catch (RuntimeException | Error e) { // whatever it was, the next line may be written
            return refused(line, e);
        } finally {
            writing.unlock();
        }
    }

    private boolean refused(UsageRecord line, Throwable e) {
        lost.incrementAndGet();
        LOGGER.log(Level.ERROR, "the usage of " + line.requestId() + " could not be recorded", e);
        return true;
    }

    private void failed(UncheckedIOException e) {
        String reason = Objects.requireNonNullElse(e.getCause(), e).getMessage();
        lock.lock();
        try {
            if (failure.isEmpty()) {
                LOGGER.log(Level.WARNING,
                        "usage records cannot be written to {0}: {1}; they wait and are tried again",
                        recorder, reason);
            }
            failure = Optional.of(String.valueOf(reason));
        } finally {
            lock.unlock();
        }
    }
}
