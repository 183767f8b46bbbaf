package dev.penstock.adapter.http.messages;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import java.util.Optional;

/// What is wrong with a request, and where.
final class Invalid {
    private Invalid() {}

    /// @param where such as `messages[3].content[1].source`
    static RefusedException field(String where, String message) {
        return new RefusedException(
                new Refusal.RequestInvalid(message, Optional.of(where), "invalid_request_error"));
    }
}
