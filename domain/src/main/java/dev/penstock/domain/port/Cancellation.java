package dev.penstock.domain.port;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the parts of one request that its client is gone.
///
/// Safe for concurrent use. Happens at most once, and never ceases to have happened.
public final class Cancellation {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Runnable> actions = new LinkedHashMap<>(2);
    private volatile boolean happened;

    /// Runs every registered action, on the calling thread. The second and later calls do nothing.
    public void cancel() {
        List<Runnable> due;
        lock.lock();
        try {
            if (happened) {
                return;
            }
            happened = true;
            due = List.copyOf(actions.values());
            actions.clear();
        } finally {
            lock.unlock();
        }
        due.forEach(Runnable::run);
    }

    public boolean happened() {
        return happened;
    }

    /// Registers what has to be done when the client goes: something short that does not throw, such as closing a
    /// socket so that a blocked read ends. Runs at once, on this thread, if the client is gone already.
    ///
    /// @return takes the action back; close it when there is nothing left to stop
    public Registration onCancel(Runnable action) {
        lock.lock();
        try {
            if (!happened) {
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

    /// Lets the caller stop where it stands, by a [CancellationException], if the client is gone.
    public void throwIfHappened() {
        if (happened) {
            throw new CancellationException("the client is gone");
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
