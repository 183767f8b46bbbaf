package dev.penstock.openai.upstream;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.wire.ErrorJson;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Understands how an upstream says that something went wrong.
///
/// Safe for concurrent use; pure.
public interface FailureReader {

    /// What the body of a response with a status from 400 up tells. The status is added, and so is the time that the headers
    /// `Retry-After` or `retry-after-ms` name, before any that is read here.
    ///
    /// @return empty if no error can be made out, as in a proxy's HTML page
    default Optional<FailureDetail> readError(byte[] body) {
        return ErrorJson.readBody(body);
    }

    /// How long the upstream asks to be left alone, where it says so in a header of its own; asked for only if neither of the
    /// usual ones is there.
    ///
    /// @param headers of the response, by name in any case
    default Optional<Duration> readRetryAfter(Function<String, Optional<String>> headers) {
        return Optional.empty();
    }

    /// The meaning of what the upstream reported.
    default UpstreamFailure classify(FailureDetail detail) {
        return FailureTable.classify(detail);
    }
}
