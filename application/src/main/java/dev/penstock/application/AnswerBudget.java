package dev.penstock.application;

import dev.penstock.domain.port.AnswerMemory;
import java.util.concurrent.atomic.AtomicLong;

/// How much memory the answers of all requests may take together while they are held whole.
///
/// Safe for concurrent use.
public final class AnswerBudget {
    private static final long OVER = -1;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /// @param most in bytes
    public AnswerBudget(long most) {
        this.most = most;
    }

    /// One request's part of the budget. When it is closed it takes nothing any more: a plug-in that was given up may still
    /// read its answer.
    final class Lease implements AnswerMemory {
        private final AtomicLong mine = new AtomicLong();

        @Override
        public boolean take(long bytes) {
            if (!reserve(bytes)) {
                return false;
            }
            if (mine.getAndUpdate(held -> held == OVER ? OVER : held + bytes) == OVER) {
                taken.addAndGet(-bytes);
                return false;
            }
            return true;
        }

        /// Gives everything back. May be called more than once.
        void giveBack() {
            taken.addAndGet(-Math.max(0, mine.getAndUpdate(held -> held == OVER ? OVER : 0)));
        }

        /// Gives everything back for good. May be called more than once.
        void close() {
            taken.addAndGet(-Math.max(0, mine.getAndSet(OVER)));
        }
    }

    private boolean reserve(long bytes) {
        long now = taken.get();
        while (bytes <= most - now) {
            long seen = taken.compareAndExchange(now, now + bytes);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    Lease lease() {
        return new Lease();
    }

    /// How much is taken, in bytes.
    long taken() {
        return taken.get();
    }
}
