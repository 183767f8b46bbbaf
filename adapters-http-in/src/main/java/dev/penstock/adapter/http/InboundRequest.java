package dev.penstock.adapter.http;

import dev.penstock.adapter.http.ClientConnection.Arrival;
import dev.penstock.adapter.http.session.SessionHeaders;
import dev.penstock.application.Caller;
import dev.penstock.domain.access.Secret;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What is known of a request before it is read: its id and its arrival.
record InboundRequest(String id, Arrival arrival) {
    /// Tells the client the id of its request.
    static final HeaderName ID_HEADER = HeaderNames.create("x-request-id");
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final String BEARER = "bearer ";

    static String newId() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    /// The one that the filter noted for this request.
    static InboundRequest of(ServerRequest request) {
        return request.context().get(InboundRequest.class).orElseThrow();
    }

    /// @param headers as [ClientHeaders] has them
    Caller caller(ServerRequest request, Map<String, String> headers) {
        return new Caller(id, arrival.stamp(), arrival.moment(), presentedKey(request),
                SessionHeaders.read(headers));
    }

    /// `Authorization: Bearer …` or `x-api-key`; clients use either on the same path.
    static Optional<Secret> presentedKey(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> request.headers().first(API_KEY).map(String::strip))
                .filter(key -> !key.isEmpty())
                .map(Secret::of);
    }
}
