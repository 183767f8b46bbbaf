package dev.penstock.adapter.http;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// How much memory the bodies of all requests under way may take together. A body takes its share as it arrives, not when
/// it is announced: announcing costs nothing.
///
/// Safe for concurrent use.
final class BodyMemory {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /// @param most in bytes
    BodyMemory(long most) {
        this.most = most;
    }

    /// One request's share, given back when it is closed. For one thread.
    final class Share implements AutoCloseable {
        private long bytes;

        /// Makes the share as large as this, if it is smaller.
        ///
        /// @throws RefusedException if there is not as much left
        void growTo(long wanted) {
            long more = wanted - bytes;
            if (more <= 0) {
                return;
            }
            if (taken.addAndGet(more) > most) {
                taken.addAndGet(-more);
                throw new RefusedException(new Refusal.Overloaded(
                        "The gateway is holding as many large requests as it has memory for.", RETRY_AFTER));
            }
            bytes = wanted;
        }

        @Override
        public void close() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
