package dev.penstock.adapter.http.dialect;

/// How a client API writes errors.
@FunctionalInterface
public interface ErrorBody {
    /// As OpenAI's API does: `{"error":{message,type,param,code}}`.
    ErrorBody OPENAI = (answer, _) -> answer.body();

    /// The body of an error's response.
    ///
    /// @param requestId the gateway's own id of the request
    /// @return UTF-8
    byte[] of(ErrorAnswer answer, String requestId);

    /// The status of an error's response.
    default int status(ErrorAnswer answer) {
        return answer.status();
    }
}
