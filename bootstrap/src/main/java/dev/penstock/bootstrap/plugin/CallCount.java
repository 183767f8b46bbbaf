package dev.penstock.bootstrap.plugin;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls to one version that are under way, those among them that were given up.
///
/// Safe for concurrent use.
final class CallCount {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int running;
    private int lost;

    /// One more, as soon as there are fewer than `most`.
    ///
    /// @return false if that has not come within `patience`; else [#end] has to follow
    boolean begin(int most, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (running >= most) {
                if (left <= 0) {
                    return false;
                }
                left = fewer.awaitNanos(left);
            }
            running++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody waits for one of them any more.
    void giveUp() {
        lock.lock();
        try {
            lost++;
        } finally {
            lock.unlock();
        }
    }

    /// One has come back.
    ///
    /// @param givenUp whether it was given up before
    void end(boolean givenUp) {
        lock.lock();
        try {
            running--;
            lost -= givenUp ? 1 : 0;
            fewer.signal();
        } finally {
            lock.unlock();
        }
    }

    /// How many were given up and have not come back.
    int lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }
}
