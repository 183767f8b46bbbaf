package dev.penstock.domain.port;

import java.util.Optional;

/// An interceptor that keeps requests from going on.
public non-sealed interface RequestGuard extends Interceptor {

    /// @return why the request must not go on, and what could be done about it, for the person who reads the client's error;
    ///         empty if it may
    Optional<String> objection(InterceptedRequest request);
}
