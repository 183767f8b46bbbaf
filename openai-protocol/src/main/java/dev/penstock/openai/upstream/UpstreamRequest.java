package dev.penstock.openai.upstream;

import dev.penstock.domain.chat.JsonText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One request to an upstream.
///
/// @param headers by name, sent as they are spelt; the length is added
/// @param body sent with a `Content-Length`; empty for a GET
/// @param headTimeout how long the response's head may take, counted from when the request is sent
/// @param silenceTimeout how long the response's body may pause; a body that keeps coming may take for ever
public record UpstreamRequest(String method, URI uri, Map<String, String> headers, Optional<JsonText> body,
        Duration headTimeout, Duration silenceTimeout) {

    public UpstreamRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(headTimeout, "headTimeout");
        Objects.requireNonNull(silenceTimeout, "silenceTimeout");
    }

    /// Prints no headers: one of them is the key.
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
