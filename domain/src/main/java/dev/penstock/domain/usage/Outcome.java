package dev.penstock.domain.usage;

/// How a request ended, as the ledger tells it.
public enum Outcome {
    /// The answer was whole.
    COMPLETED,
    /// The gateway said no; nothing was asked of an upstream.
    REFUSED,
    /// An upstream failed, before or in the middle of its answer; or the gateway did, or stopped.
    FAILED,
    /// The client went away before the answer was whole.
    CLIENT_LEFT
}
