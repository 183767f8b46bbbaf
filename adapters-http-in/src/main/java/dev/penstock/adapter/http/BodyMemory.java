package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.openai.wire.TreeCost;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// How much memory all requests under way may take together: their bodies, what these are converted to, and the JSON trees
/// that a conversion needs. A body takes its share as it arrives, not when it is announced: announcing costs nothing.
///
/// Safe for concurrent use.
final class BodyMemory {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final int TREES = 2; // of what was sent, and of what that is converted to

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /// @param most in bytes
    BodyMemory(long most) {
        this.most = most;
    }

    /// One request's share, given back when it is closed. For one thread.
    final class Share implements RequestMemory, AutoCloseable {
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
        public Held hold(byte[] json) {
            long needed = TREES * TreeCost.of(json);
            if (needed > most - json.length) {
                throw new RefusedException(
                        new Refusal.BodyTooLarge("The request has so many JSON values that it would take "
                                + needed / 1_000_000 + " MB of memory to convert it, and there are "
                                + most / 1_000_000
                                + " MB for all requests. Send fewer values."));
            }
            keep(needed);
            return () -> {
                taken.addAndGet(-needed);
                bytes -= needed;
            };
        }

        @Override
        public void keep(long more) {
            growTo(bytes + more);
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
