package dev.penstock.domain.port;

import dev.penstock.domain.usage.UsageRecord;

/// Keeps usage records.
///
/// Called by one thread at a time and off the request's path, so it may block. An exception loses the record and is
/// logged; it never reaches a client.
public interface UsageRecorder extends AutoCloseable {

    /// Keeps one record.
    ///
    /// @throws java.io.UncheckedIOException if it cannot be kept now. The gateway's own ledger then calls again with the same
    /// record; other recorders have lost it.
    void record(UsageRecord line);

    /// Makes sure that everything recorded is kept, then lets go of what was opened.
    @Override
    default void close() {}
}
