package dev.penstock.application;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.time.Moment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Who asks, as far as the request's head tells.
///
/// @param requestId the gateway's own id for the request, also in the `x-request-id` header of the answer
/// @param receivedAt when the request's first byte was read, for stamps
/// @param arrival the same moment, for durations and time limits
/// @param presentedKey the key that was sent along, not yet checked
/// @param session what the head says about the session; the body may say more, see [Grant#belongsTo]
public record Caller(String requestId, Instant receivedAt, Moment arrival, Optional<Secret> presentedKey,
        ClientSession session) {
    public Caller {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(presentedKey, "presentedKey");
        Objects.requireNonNull(session, "session");
    }

    /// A client that says nothing about its session.
    public Caller(String requestId, Instant receivedAt, Moment arrival, Optional<Secret> presentedKey) {
        this(requestId, receivedAt, arrival, presentedKey, ClientSession.NONE);
    }
}
