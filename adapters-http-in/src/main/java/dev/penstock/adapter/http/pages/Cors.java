package dev.penstock.adapter.http.pages;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The headers that let pages of other origins read answers, as the Fetch standard has it. They are on every answer, errors
/// and streams included, because a page may read nothing of an answer without them. [PageGuard] decides what runs at all.
///
/// Safe for concurrent use.
public final class Cors {
    private static final String DAY_IN_SECONDS = "86400";
    /// The common names, and `*` for the others: browsers read it as such in requests without cookies. Older ones know
    /// names alone.
    private static final String EXPOSED = Stream
            .concat(Stream.of("x-request-id", "request-id", "x-upstream-request-id", "retry-after",
                    "x-should-retry", "anthropic-ratelimit-unified-status",
                    "anthropic-ratelimit-unified-reset",
                    "x-penstock-upstream", "x-penstock-attempts"),
                    Stream.of("requests", "tokens", "input-tokens", "output-tokens")
                            .flatMap(what -> Stream.of("limit", "remaining", "reset")
                                    .flatMap(which -> Stream.of("anthropic-ratelimit-" + what + "-" + which,
                                            "x-ratelimit-" + which + "-" + what))))
            .collect(Collectors.joining(", ", "", ", *"));

    private final PageAccess access;
    private final PageGuard guard;

    public Cors(PageAccess access, PageGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    /// Lets the page that asks read the answer, if its origin is allowed.
    public void allow(ServerRequest request, ServerResponse response) {
        if (access.anyOrigin()) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, PageAccess.ANY);
        } else {
            response.header(HeaderNames.VARY, "Origin");
            Optional<String> origin = request.headers().first(HeaderNames.ORIGIN).filter(guard::allows);
            origin.ifPresent(allowed -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed));
        }
        response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }

    /// Says yes to the methods that exist and to whatever headers the page wants to send: `*` would leave out
    /// `Authorization`.
    public void answerPreflight(ServerRequest request, ServerResponse response) {
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
