package dev.penstock.domain.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// What is known of an upstream's failure, as the upstream told it.
///
/// @param message for the person who reads the client's error; free of credentials
/// @param status the HTTP status that says what happened; empty if the upstream gave none
/// @param code the upstream's own short word, kept as it was written
/// @param type the upstream's own class of error
/// @param param the request member the upstream finds at fault
/// @param retryAfter how long the upstream asks to be left alone
/// @param reply what else the upstream sent for the client
public record FailureDetail(String message, OptionalInt status, Optional<String> code, Optional<String> type,
        Optional<String> param, Optional<Duration> retryAfter, UpstreamReply reply) {

    public FailureDetail {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(param, "param");
        Objects.requireNonNull(retryAfter, "retryAfter");
        Objects.requireNonNull(reply, "reply");
    }

    /// With nothing else from the upstream.
    public FailureDetail(String message, OptionalInt status, Optional<String> code, Optional<String> type,
            Optional<String> param, Optional<Duration> retryAfter) {
        this(message, status, code, type, param, retryAfter, UpstreamReply.NONE);
    }

    /// Where the upstream told nothing and the gateway has to find the words.
    public static FailureDetail of(String message) {
        return new FailureDetail(message, OptionalInt.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public FailureDetail withMessage(String other) {
        return new FailureDetail(other, status, code, type, param, retryAfter, reply);
    }

    /// The same with every text edited, but for the upstream's own reply.
    public FailureDetail withTexts(UnaryOperator<String> edit) {
        return new FailureDetail(edit.apply(message), status, code.map(edit), type.map(edit), param.map(edit),
                retryAfter, reply);
    }

    public FailureDetail withStatus(int other) {
        return new FailureDetail(message, OptionalInt.of(other), code, type, param, retryAfter, reply);
    }

    /// @param other none, if it is empty
    public FailureDetail withCode(String other) {
        return new FailureDetail(message, status, Optional.of(other).filter(word -> !word.isEmpty()), type,
                param, retryAfter, reply);
    }

    public FailureDetail withType(String other) {
        return new FailureDetail(message, status, code, Optional.of(other), param, retryAfter, reply);
    }

    public FailureDetail withRetryAfter(Duration other) {
        return new FailureDetail(message, status, code, type, param, Optional.of(other), reply);
    }

    public FailureDetail withReply(UpstreamReply other) {
        return new FailureDetail(message, status, code, type, param, retryAfter, other);
    }
}
