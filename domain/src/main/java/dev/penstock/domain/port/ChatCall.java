package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt to have a request answered.
///
/// @param requestId the gateway's own id of the client's request, for logs
/// @param upstreamModel the model's name as the upstream knows it; it replaces the one in the request's body
/// @param deadline by when the answer must have begun; a stream that has begun may go on for longer
/// @param limits how patient the route is; where it says nothing, the provider's own settings count
/// @param cancellation tells that nobody waits for the answer any more
/// @param onReply receives the headers of a success that clients use (limits, ids), by lower-case name, before the answer;
///        does not throw or block, and has no part in [#equals(Object)]
/// @param memory for an answer that is held whole; has no part in [#equals(Object)]
public record ChatCall(String requestId, ChatRequest request, String upstreamModel, Deadline deadline,
        TimeLimits limits, Cancellation cancellation, Consumer<Map<String, String>> onReply,
        AnswerMemory memory) {

    public ChatCall {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(upstreamModel, "upstreamModel");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(onReply, "onReply");
        Objects.requireNonNull(memory, "memory");
    }

    /// One whose headers are not needed, with unlimited memory.
    public ChatCall(String requestId, ChatRequest request, String upstreamModel, Deadline deadline,
            TimeLimits limits, Cancellation cancellation) {
        this(requestId, request, upstreamModel, deadline, limits, cancellation, _ -> {
        }, AnswerMemory.UNLIMITED);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatCall call && requestId.equals(call.requestId)
                && request.equals(call.request)
                && upstreamModel.equals(call.upstreamModel) && deadline.equals(call.deadline)
                && limits.equals(call.limits) && cancellation.equals(call.cancellation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(requestId, request, upstreamModel, deadline, limits, cancellation);
    }
}
