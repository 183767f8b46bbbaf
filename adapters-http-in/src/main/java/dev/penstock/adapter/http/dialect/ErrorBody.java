package dev.penstock.adapter.http.dialect;

import dev.penstock.domain.failure.RelayedError;
import java.util.Optional;

/// How a client API writes errors.
@FunctionalInterface
public interface ErrorBody {
    /// As OpenAI's API does: `{"error":{message,type,param,code}}`.
    ErrorBody OPENAI = (answer, _) -> relayed(answer).map(error -> error.json().toBytes())
            .orElseGet(answer::body);

    /// The upstream's own error response, where the request was relayed.
    static Optional<RelayedError> relayed(ErrorAnswer answer) {
        return answer.relayed().filter(error -> error.status().isPresent());
    }

    /// The body of an error's response.
    ///
    /// @param requestId the gateway's own id of the request
    /// @return UTF-8
    byte[] of(ErrorAnswer answer, String requestId);

    /// The status of an error's response.
    default int status(ErrorAnswer answer) {
        return relayed(answer).map(error -> error.status().getAsInt()).orElse(answer.status());
    }
}
