package dev.penstock.adapter.http.dialect;

import dev.penstock.application.ClientRequest;
import dev.penstock.domain.chat.ChatCompletion;
import java.util.Optional;

/// One request as the application sees it, and the way back for its answer.
public interface DialectRequest {
    ClientRequest request();

    /// The id of the session, if the body contains one.
    Optional<String> sessionId();

    /// The body of a whole answer.
    ///
    /// @return JSON, UTF-8
    /// @throws dev.penstock.domain.failure.UpstreamException if the upstream's answer cannot be told in this dialect
    byte[] whole(ChatCompletion completion);

    /// Begins a streamed answer; to be asked for once.
    StreamConverter stream();
}
