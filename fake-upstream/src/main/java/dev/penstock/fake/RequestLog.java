package dev.penstock.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The requests that came, in the order of their arrival.
final class RequestLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private boolean kept = true;
    private int seen;

    void keep(boolean keep) {
        lock.lock();
        try {
            kept = keep;
        } finally {
            lock.unlock();
        }
    }

    void add(ReceivedRequest request) {
        lock.lock();
        try {
            if (kept) {
                requests.add(request);
                arrival.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    List<ReceivedRequest> all() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    ReceivedRequest awaitNext(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (requests.size() == seen) {
                if (left <= 0) {
                    throw new IllegalStateException("no further request came within " + limit);
                }
                left = arrival.awaitNanos(left);
            }
            return requests.get(seen++);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a request", e);
        } finally {
            lock.unlock();
        }
    }
}
