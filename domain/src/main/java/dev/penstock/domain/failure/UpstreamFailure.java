package dev.penstock.domain.failure;

/// What went wrong upstream, by its meaning rather than by its status: the same 429 may be a throttle to wait out or an
/// account out of money.
public sealed interface UpstreamFailure {
    FailureDetail detail();

    /// The kind of failure as a short, stable word.
    default String word() {
        return switch (this) {
            case Rejected _ -> "rejected";
            case ContentFiltered _ -> "content_filter";
            case ModelMissing _ -> "model_not_found";
            case CredentialUnusable _ -> "credential_unusable";
            case Throttled _ -> "throttled";
            case Unavailable _ -> "upstream_unavailable";
            case TimedOut _ -> "upstream_timeout";
            case Garbled _ -> "upstream_garbled";
        };
    }

    /// The request is at fault: whoever gets it will say no.
    record Rejected(FailureDetail detail) implements UpstreamFailure {}

    /// A content filter stopped the request or the answer.
    record ContentFiltered(FailureDetail detail) implements UpstreamFailure {}

    /// The upstream does not serve that model.
    record ModelMissing(FailureDetail detail) implements UpstreamFailure {}

    /// The gateway's key is wrong, may not do this, or its account is out of money.
    record CredentialUnusable(FailureDetail detail) implements UpstreamFailure {}

    /// Too much at a time; the same upstream will answer again.
    record Throttled(FailureDetail detail) implements UpstreamFailure {}

    /// The upstream cannot be reached, or says that it is out of order.
    record Unavailable(FailureDetail detail) implements UpstreamFailure {}

    /// The upstream stayed silent for longer than allowed.
    record TimedOut(FailureDetail detail) implements UpstreamFailure {}

    /// The upstream's answer cannot be understood, or stopped before its end.
    record Garbled(FailureDetail detail) implements UpstreamFailure {}
}
