package dev.penstock.domain.port;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the parts of one request that nobody waits for its answer any more.
///
/// Safe for concurrent use. Happens at most once, and never ceases to have happened.
public final class Cancellation {
    private static final System.Logger LOGGER = System.getLogger(Cancellation.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Map<Object, Runnable> actions = new LinkedHashMap<>(2);
    private volatile Optional<Cause> cause = Optional.empty();

    /// Why there is nobody.
    public enum Cause {
        /// The client closed its connection.
        CLIENT_LEFT,
        /// The gateway stops, and its patience with running requests is at an end.
        GATEWAY_STOPS
    }

    /// Runs every registered action, on the calling thread; one that throws is logged. The second and later calls do
    /// nothing.
    public void cancel(Cause why) {
        List<Runnable> due;
        lock.lock();
        try {
            if (happened()) {
                return;
            }
            due = List.copyOf(actions.values());
            cause = Optional.of(why);
            change.signalAll();
            actions.clear();
        } finally {
            lock.unlock();
        }
        for (Runnable action : due) {
            try {
                action.run();
            } catch (RuntimeException | Error e) { // the other actions end what else waits
                LOGGER.log(Level.ERROR, "a part of a request could not be cancelled", e);
            }
        }
    }

    public boolean happened() {
        return cause.isPresent();
    }

    /// Empty as long as it has not happened.
    public Optional<Cause> cause() {
        return cause;
    }

    /// Waits for so long, or until it happens.
    ///
    /// @throws CancellationException if it happened, or the thread was interrupted
    public void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !happened()) {
                left = change.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            lock.unlock();
        }
        throwIfHappened();
    }

    /// Registers what has to be done when it happens: something short that does not throw, such as closing a
    /// socket so that a blocked read ends. Runs at once, on this thread, if it has happened already.
    ///
    /// @return takes the action back; close it when there is nothing left to stop
    public Registration onCancel(Runnable action) {
        lock.lock();
        try {
            if (!happened()) {
                Object place = new Object();
                actions.put(place, action);
                return () -> remove(place);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {
        };
    }

    /// Lets the caller stop where it stands, by a [CancellationException], if it has happened.
    public void throwIfHappened() {
        if (happened()) {
            throw new CancellationException("nobody waits for the answer any more");
        }
    }

    private void remove(Object place) {
        lock.lock();
        try {
            actions.remove(place);
        } finally {
            lock.unlock();
        }
    }

    /// An action's stay with a [Cancellation].
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
