package dev.penstock.adapter.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.Map;

/// What every sort of request has to tell apart.
final class Failures {
    private static final Map<Integer, Class<? extends UpstreamFailure>> BY_STATUS = Map.of(400,
            UpstreamFailure.Rejected.class, 401, UpstreamFailure.CredentialUnusable.class, 404,
            UpstreamFailure.ModelMissing.class, 429, UpstreamFailure.Throttled.class, 500,
            UpstreamFailure.Unavailable.class, 503, UpstreamFailure.Unavailable.class);

    private Failures() {}

    static void tellsThemApart(Bed bed, Runnable asking) {
        BY_STATUS.forEach((status, kind) -> {
            bed.upstream()
                    .answer(Reply.json(status, "{\"error\":\"Words of the server.\"}")
                            .header("Retry-After", "7"));
            assertThatThrownBy(asking::run).hasMessage("Words of the server.")
                    .isInstanceOfSatisfying(UpstreamException.class, e -> {
                        assertThat(e.failure()).isInstanceOf(kind);
                        assertThat(e.failure().detail().retryAfter()).contains(Duration.ofSeconds(7));
                    });
        });
        bed.upstream().answer(Reply.json(200, "{\"error\":\"Words of the server.\"}"));
        assertThatThrownBy(asking::run).hasMessage("Words of the server.")
                .extracting("failure")
                .isInstanceOf(UpstreamFailure.Unavailable.class);
    }
}
