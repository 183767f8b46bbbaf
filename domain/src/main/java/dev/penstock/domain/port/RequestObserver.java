package dev.penstock.domain.port;

import dev.penstock.domain.usage.UsageRecord;

/// An interceptor that sees requests and what became of them. What it does or fails to do changes nothing for the client, and
/// nobody waits for it: it is told on a thread beside the request's.
public non-sealed interface RequestObserver extends Interceptor {

    /// A request goes by. An interceptor behind this one may still refuse it.
    ///
    /// @return hears how it ended, unless this takes so long that it is given up
    Sequel asked(InterceptedRequest request);

    /// What is to be told of one request at its end.
    @FunctionalInterface
    interface Sequel {
        /// The request is over, and the gateway has sent its client whatever it gets. Called once, after
        /// [RequestObserver#asked] has returned.
        ///
        /// @param line the request's line in the ledger, which tells how it ended
        void ended(InterceptedAnswer answer, UsageRecord line);
    }
}
