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
import java.util.function.Predicate;

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
    /// @param accepted whether a key is the gateway's
    Caller caller(ServerRequest request, Map<String, String> headers, Predicate<Secret> accepted) {
        return new Caller(id, arrival.stamp(), arrival.moment(), presentedKey(request, accepted),
                SessionHeaders.read(headers));
    }

    /// The key in `Authorization: Bearer …` or `x-api-key`. Clients use either on the same path, or both: then the one that
    /// is accepted counts, else the first.
    static Optional<Secret> presentedKey(ServerRequest request, Predicate<Secret> accepted) {
        Optional<Secret> bearer = request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()))
                .flatMap(InboundRequest::key);
        if (bearer.isPresent() && accepted.test(bearer.get())) {
            return bearer;
        }
        Optional<Secret> other = request.headers().first(API_KEY).flatMap(InboundRequest::key);
        return bearer.isEmpty() || (other.isPresent() && accepted.test(other.get())) ? other : bearer;
    }

    private static Optional<Secret> key(String written) {
        return Optional.of(written.strip()).filter(key -> !key.isEmpty()).map(Secret::of);
    }
}
