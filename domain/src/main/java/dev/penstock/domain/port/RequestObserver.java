package dev.penstock.domain.port;

import dev.penstock.domain.usage.UsageRecord;

/// An interceptor that sees requests and what became of them. What it does or fails to do changes nothing for the client.
public non-sealed interface RequestObserver extends Interceptor {

    /// A request goes by. Nothing has been asked of an upstream yet, and an interceptor behind this one may still refuse
    /// it.
    default void asked(InterceptedRequest request) {}

    /// That request is over, and its client has had whatever it gets.
    ///
    /// @param request the same as before
    /// @param line the request's line in the ledger, which tells how it ended
    void ended(InterceptedRequest request, InterceptedAnswer answer, UsageRecord line);
}
