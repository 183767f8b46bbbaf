package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.route.TimeLimits;
import java.time.Instant;
import java.util.Objects;

/// One attempt to have a request answered.
///
/// @param requestId the gateway's own id of the client's request, for logs
/// @param upstreamModel the model's name as the upstream knows it; it replaces the one in the request's body
/// @param deadline by when the answer must have begun; a stream that has begun may go on for longer
/// @param limits how patient the route is; where it says nothing, the provider's own settings count
/// @param cancellation tells that nobody waits for the answer any more
public record ChatCall(String requestId, ChatRequest request, String upstreamModel, Instant deadline,
        TimeLimits limits, Cancellation cancellation) {

    public ChatCall {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(upstreamModel, "upstreamModel");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(cancellation, "cancellation");
    }
}
