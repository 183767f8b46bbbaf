package dev.penstock.application;

import java.util.Optional;

/// Whether the gateway's own ledger is being written.
///
/// @param queued records that wait to be written
/// @param lost records that were given up since the start
/// @param reason why writing failed, if it did the last time
public record LedgerHealth(State state, int queued, long lost, Optional<String> reason) {
    /// What becomes of a new record.
    public enum State {
        WRITING,
        /// The last write failed; records wait, and it is tried again.
        FAILING,
        /// The queue has been full for longer than a request waits: new records are lost.
        FULL
    }
}
