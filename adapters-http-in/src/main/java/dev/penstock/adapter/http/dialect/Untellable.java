package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;

/// Answers that make no sense in the client's dialect, which is the upstream's failure.
public final class Untellable {
    private Untellable() {}

    public static UpstreamException because(String what) {
        return new UpstreamException(new UpstreamFailure.Garbled(FailureDetail.of(what)));
    }

    public static UpstreamException because(String what, Throwable cause) {
        return new UpstreamException(new UpstreamFailure.Garbled(FailureDetail.of(what)), cause);
    }
}
