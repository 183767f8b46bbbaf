package dev.penstock.domain.port;

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
}
