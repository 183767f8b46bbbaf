package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/// Answers requests that reach no route: an unknown path, a header that is none, a request line that is too long.
final class DirectAnswer implements DirectHandler {
    private DirectAnswer() {}

    /// For every kind of such requests.
    static DirectHandlers forAll() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, new DirectAnswer());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType type, Status status,
            ServerResponseHeaders headers, @Nullable String message) {
        int code = isBadHead(type) ? Status.BAD_REQUEST_400.code() : status.code();
        if (!headers.contains(InboundRequest.ID_HEADER)) { // the filter did not see this request
            headers.set(InboundRequest.ID_HEADER, InboundRequest.newId());
        }
        byte[] body = answer(request, code, message).body();
        if (code == Status.METHOD_NOT_ALLOWED_405.code()) {
            headers.set(HeaderNames.ALLOW, "GET, HEAD, POST, OPTIONS");
        }
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(code))
                .headers(headers)
                .header(HeaderValues.CONTENT_TYPE_JSON);
        if (request.method().equals(Method.HEAD.text())) {
            return response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length)).build();
        }
        return response.entity(body).build();
    }

    /// Whether the server failed over a request line or a header that it could not parse, which is the client's fault.
    private static boolean isBadHead(EventType type) {
        return type == EventType.INTERNAL_ERROR && ClientConnection.CURRENT.isBound()
                && ClientConnection.CURRENT.get().isReadingHead();
    }

    private static ErrorAnswer answer(TransportRequest request, int code, @Nullable String message) {
        if (code == 404) {
            return ErrorAnswer.of(404, "Nothing is served at " + request.path()
                    + "; chat completions are at /v1/chat/completions.", "not_found");
        }
        if (code == 405) {
            return ErrorAnswer.of(405, "CONNECT is not served: the gateway is not a forward proxy.",
                    "method_not_allowed");
        }
        if (code == 505) {
            return ErrorAnswer.of(code,
                    "HTTP/1.1 is spoken here. A proxy in front has to be told so; nginx by"
                            + " 'proxy_http_version 1.1'.",
                    "http_version_not_supported");
        }
        if (code >= 500) {
            return ErrorAnswer.of(code, "The gateway met an internal error.", "internal_error");
        }
        return ErrorAnswer.of(code, message == null || message.isBlank()
                ? "The request cannot be understood as HTTP/1.1, or its head is too long."
                : message, "bad_request");
    }
}
