package dev.penstock.domain.usage;

import dev.penstock.domain.access.ClientSession;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One ledger line: every request leaves exactly one, whatever its ending.
///
/// @param requestId as in the `x-request-id` header of the answer
/// @param receivedAt when the request arrived
/// @param model as the client wrote it, or the default if it wrote none; empty if the request never told
/// @param upstream who was asked last; empty if nobody was
/// @param attempts who was asked, in order, and what came of it; empty if nobody was
/// @param usage empty if the upstream told none
/// @param reason why it was no whole answer, as an error code such as `rate_limit_exceeded`; empty if it was one
/// @param duration from arrival to the end
/// @param timeToFirstToken from arrival to the first chunk, or to the whole answer if it was not streamed; empty if
///        there was no answer
/// @param session what the client says about the session that the request belongs to
/// @param unknownFinish the upstream's finish reason if it is none of the known ones, see
///        [dev.penstock.domain.chat.ChatEnd#unknownWord()]
public record UsageRecord(String requestId, Instant receivedAt, Optional<String> model,
        Optional<UpstreamModel> upstream, boolean stream, List<Attempt> attempts, Outcome outcome,
        Optional<String> reason,
        Optional<Usage> usage, Duration duration, Optional<Duration> timeToFirstToken,
        ClientSession session, Optional<String> unknownFinish) {

    public UsageRecord {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(upstream, "upstream");
        attempts = List.copyOf(attempts);
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(timeToFirstToken, "timeToFirstToken");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(unknownFinish, "unknownFinish");
    }

    /// A request of a client that says nothing about its session.
    public UsageRecord(String requestId, Instant receivedAt, Optional<String> model,
            Optional<UpstreamModel> upstream, boolean stream, List<Attempt> attempts, Outcome outcome,
            Optional<String> reason,
            Optional<Usage> usage, Duration duration, Optional<Duration> timeToFirstToken) {
        this(requestId, receivedAt, model, upstream, stream, attempts, outcome, reason, usage, duration,
                timeToFirstToken, ClientSession.NONE);
    }

    /// A request whose answer did not end for an unknown reason.
    public UsageRecord(String requestId, Instant receivedAt, Optional<String> model,
            Optional<UpstreamModel> upstream, boolean stream, List<Attempt> attempts, Outcome outcome,
            Optional<String> reason,
            Optional<Usage> usage, Duration duration, Optional<Duration> timeToFirstToken,
            ClientSession session) {
        this(requestId, receivedAt, model, upstream, stream, attempts, outcome, reason, usage, duration,
                timeToFirstToken, session, Optional.empty());
    }
}
