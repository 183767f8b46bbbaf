package dev.penstock.adapter.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// Lets pages of other origins ask, as the Fetch standard has it. The permission stands on every answer, errors and
/// streams included, because a page may read nothing of an answer without it.
final class Cors {
    private static final String DAY_IN_SECONDS = "86400";

    private final List<String> origins;
    private final boolean anyOrigin;

    /// Allows these origins; `*` allows all.
    Cors(List<String> origins) {
        this.origins = origins;
        this.anyOrigin = origins.contains("*");
    }

    void allow(ServerRequest request, ServerResponse response) {
        if (anyOrigin) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else {
            response.header(HeaderNames.VARY, "Origin");
            Optional<String> origin = request.headers().first(HeaderNames.ORIGIN).filter(origins::contains);
            origin.ifPresent(allowed -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed));
        }
        response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
                "x-request-id, retry-after, x-should-retry, x-penstock-upstream, x-penstock-attempts");
    }

    /// Whether the request comes from a page that may not ask. Not to show it the answer would not be enough: a browser
    /// sends simple requests without asking first, and they cost as much as any.
    boolean forbids(ServerRequest request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        return !anyOrigin && origin.isPresent() && !origins.contains(origin.get())
                && !isOwn(origin.get(), request);
    }

    private static boolean isOwn(String origin, ServerRequest request) {
        return request.headers()
                .first(HeaderNames.HOST)
                .map(host -> origin.equals("http://" + host) || origin.equals("https://" + host))
                .orElse(false);
    }

    /// Says yes to the methods that exist and to whatever headers the page wants to send: `*` would leave out
    /// `Authorization`.
    void answerPreflight(ServerRequest request, ServerResponse response) {
        String headers = request.headers()
                .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .orElse("authorization, content-type, x-api-key");
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers)
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, DAY_IN_SECONDS)
                .header(HeaderNames.ALLOW, "GET, HEAD, POST, OPTIONS")
                .status(Status.NO_CONTENT_204)
                .send();
    }
}
