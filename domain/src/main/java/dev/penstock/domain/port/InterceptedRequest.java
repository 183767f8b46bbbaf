package dev.penstock.domain.port;

import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A request as an interceptor sees it: as its client sent it, but for what interceptors before have edited.
///
/// @param requestId as in the `x-request-id` header of the answer, and in the ledger
/// @param endpoint the API that the body is written in
/// @param model as the client wrote it; empty if it wrote none
/// @param stream whether the answer is wanted in chunks
/// @param body a JSON object
/// @param headers what the client said beside the body, by lower-case name; never a credential
public record InterceptedRequest(String requestId, Endpoint endpoint, Optional<String> model, boolean stream,
        JsonText body, Map<String, String> headers) {

    public InterceptedRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }
}
