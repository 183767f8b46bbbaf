package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.Reply;
import java.time.Duration;

/// The failures that every kind of request has to tell apart.
final class FailureCases {
    private FailureCases() {}

    /// Plays each of them to `asking`.
    static void all(Bench bench, Runnable asking) {
        assertThat(told(400, "invalid_value", bench, asking)).isInstanceOf(UpstreamFailure.Rejected.class);
        assertThat(told(401, "invalid_api_key", bench, asking))
                .isInstanceOf(UpstreamFailure.CredentialUnusable.class);
        assertThat(told(404, "model_not_found", bench, asking))
                .isInstanceOf(UpstreamFailure.ModelMissing.class);
        assertThat(told(503, "overloaded", bench, asking)).isInstanceOf(UpstreamFailure.Unavailable.class);
        UpstreamFailure throttled = told(
                bench.speech().throttle("Words of the upstream.", Duration.ofSeconds(7)), bench, asking);
        assertThat(throttled).isInstanceOf(UpstreamFailure.Throttled.class);
        assertThat(throttled.detail().retryAfter()).contains(Duration.ofSeconds(7));
        bench.upstream().answer(Reply.json(200, "{\"hello\":\"world\"}"));
        assertThat(of(asking)).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    /// What went wrong; something has to.
    static UpstreamFailure of(Runnable asking) {
        try {
            asking.run();
        } catch (UpstreamException e) {
            return e.failure();
        }
        throw new AssertionError("should have failed, and did not");
    }

    private static UpstreamFailure told(int status, String code, Bench bench, Runnable asking) {
        return told(bench.speech().failure(status, code, "Words of the upstream."), bench, asking);
    }

    private static UpstreamFailure told(Reply reply, Bench bench, Runnable asking) {
        bench.upstream().answer(reply);
        UpstreamFailure failure = of(asking);
        assertThat(failure.detail().message()).contains("Words of the upstream.");
        return failure;
    }
}
