package dev.penstock.application;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;

/// What an upstream does not do at all. Another upstream of the route may.
final class NotServed {
    private static final int NOT_FOUND = 404;

    private NotServed() {}

    static UpstreamException here(String what) {
        return new UpstreamException(new UpstreamFailure.ModelMissing(
                FailureDetail.of("The provider of this model gives no " + what
                        + ". Ask one that does, by 'provider/model' or by a route.")
                        .withStatus(NOT_FOUND)
                        .withCode("unsupported_endpoint")
                        .withType("invalid_request_error")));
    }
}
