package dev.penstock.application;

import dev.penstock.domain.access.Secret;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Who asks, as far as the request's head tells.
///
/// @param requestId the gateway's own id for the request, also in the `x-request-id` header of the answer
/// @param receivedAt when the request's first byte was read; all durations count from here
/// @param presentedKey the key that was sent along, not yet checked
public record Caller(String requestId, Instant receivedAt, Optional<Secret> presentedKey) {
    public Caller {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(presentedKey, "presentedKey");
    }
}
