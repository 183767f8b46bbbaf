package dev.penstock.openai.wire;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import java.util.Optional;
import java.util.OptionalInt;

/// What a request asks that the API it is translated into has no words for.
public final class Invalid {
    private Invalid() {}

    /// @param where such as `messages[3].content[1]`
    public static UpstreamException field(String where, String message) {
        return new UpstreamException(new UpstreamFailure.Rejected(new FailureDetail(message,
                OptionalInt.of(400), Optional.of("unsupported_value"), Optional.of("invalid_request_error"),
                Optional.of(where), Optional.empty())));
    }
}
