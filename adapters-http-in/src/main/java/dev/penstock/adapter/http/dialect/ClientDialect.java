package dev.penstock.adapter.http.dialect;

import dev.penstock.application.Caller;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.failure.RefusedException;
import java.util.Map;

/// One of the APIs that clients speak. Turns its requests into chat requests, which is all that the application knows.
///
/// Pure; safe for concurrent use.
public interface ClientDialect {
    /// The API.
    Endpoint endpoint();

    /// Reads a request.
    ///
    /// @param body UTF-8; not to be written to afterwards
    /// @param headers as [dev.penstock.domain.chat.ChatRequest] has them
    /// @param caller who asks: some requests refer to earlier ones, which are nobody else's business
    /// @param memory takes the trees that a conversion needs, and what is kept beside the body
    /// @throws RefusedException if it cannot be used, or asks for something that cannot be translated
    DialectRequest read(byte[] body, Map<String, String> headers, Caller caller, RequestMemory memory);
}
