package dev.penstock.application;

import dev.penstock.domain.port.AnswerMemory;
import java.util.concurrent.atomic.AtomicLong;

/// How much memory the answers of all requests may take together while they are held whole.
///
/// Safe for concurrent use.
public final class AnswerBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /// @param most in bytes
    public AnswerBudget(long most) {
        this.most = most;
    }

    /// One request's part of the budget.
    final class Lease implements AnswerMemory {
        private final AtomicLong mine = new AtomicLong();

        @Override
        public boolean take(long bytes) {
            if (taken.addAndGet(bytes) > most) {
                taken.addAndGet(-bytes);
                return false;
            }
            mine.addAndGet(bytes);
            return true;
        }

        /// Gives everything back. May be called more than once.
        void giveBack() {
            taken.addAndGet(-mine.getAndSet(0));
        }
    }

    Lease lease() {
        return new Lease();
    }

    /// How much is taken, in bytes.
    long taken() {
        return taken.get();
    }
}
