package dev.penstock.application;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import java.time.Duration;

/// What may break, as tests want it.
final class Failures {
    static final UpstreamFailure REJECTED = new UpstreamFailure.Rejected(
            FailureDetail.of("no such parameter"));
    static final UpstreamFailure FILTERED = new UpstreamFailure.ContentFiltered(FailureDetail.of("indecent"));
    static final UpstreamFailure MODEL_MISSING = new UpstreamFailure.ModelMissing(FailureDetail.of("what?"));
    static final UpstreamFailure CREDENTIAL = new UpstreamFailure.CredentialUnusable(
            FailureDetail.of("wrong key").withStatus(401));
    static final UpstreamFailure FORBIDDEN = new UpstreamFailure.CredentialUnusable(
            FailureDetail.of("not bought").withStatus(403));
    static final UpstreamFailure THROTTLED = new UpstreamFailure.Throttled(FailureDetail.of("slow down"));
    static final UpstreamFailure UNAVAILABLE = new UpstreamFailure.Unavailable(FailureDetail.of("down"));
    static final UpstreamFailure TIMED_OUT = new UpstreamFailure.TimedOut(FailureDetail.of("silence"));
    static final UpstreamFailure GARBLED = new UpstreamFailure.Garbled(FailureDetail.of("cut short"));

    private Failures() {}

    static UpstreamFailure throttled(Duration retryAfter) {
        return new UpstreamFailure.Throttled(FailureDetail.of("slow down").withRetryAfter(retryAfter));
    }

    static UpstreamFailure unavailable(Duration retryAfter) {
        return new UpstreamFailure.Unavailable(FailureDetail.of("down").withRetryAfter(retryAfter));
    }

    static UpstreamFailure credential(Duration retryAfter) {
        return new UpstreamFailure.CredentialUnusable(
                FailureDetail.of("out of money").withRetryAfter(retryAfter));
    }
}
