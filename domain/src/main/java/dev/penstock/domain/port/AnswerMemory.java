package dev.penstock.domain.port;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import java.time.Duration;

/// The memory for one request's answer, out of a budget that all answers share. It is given back when the request is over, and
/// before the request is sent to an upstream again.
///
/// Safe for concurrent use.
@FunctionalInterface
public interface AnswerMemory {
    /// Memory without a limit.
    AnswerMemory UNLIMITED = _ -> true;

    /// Takes memory before it is allocated.
    ///
    /// @param bytes how many more
    /// @return whether there was as much left; if not, nothing was taken
    boolean take(long bytes);

    /// Takes memory before it is allocated.
    ///
    /// @param bytes how many more
    /// @throws RefusedException if there is not as much left
    default void charge(long bytes) {
        if (!take(bytes)) {
            throw new RefusedException(new Refusal.Overloaded("The gateway has not enough memory left for the"
                    + " upstream's answer. Ask for a shorter answer, stream it, or start Penstock with more memory"
                    + " (PENSTOCK_JAVA_OPTS=-Xmx…).", Duration.ofSeconds(5)));
        }
    }
}
