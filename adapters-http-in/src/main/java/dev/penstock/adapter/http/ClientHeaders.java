package dev.penstock.adapter.http;

import io.helidon.http.Header;
import io.helidon.webserver.http.ServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The headers that say something about the request rather than about the connection or the client's rights.
final class ClientHeaders {
    private static final Set<String> KEPT_BACK = Set.of("authorization", "proxy-authorization", "x-api-key",
            "cookie",
            "host", "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
            "upgrade",
            "http2-settings", "expect", "accept", "accept-encoding", "content-type", "content-length",
            "content-encoding", "forwarded", "via", "origin", "x-helidon-cn");

    private ClientHeaders() {}

    /// By lower-case name. A repeated header has its first value; one of the makers of the APIs has all its values as a
    /// list, because clients split `anthropic-beta` into several lines.
    static Map<String, String> of(ServerRequest request) {
        Map<String, String> kept = new HashMap<>();
        for (Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            if (!KEPT_BACK.contains(name) && !name.startsWith("x-forwarded-")) {
                kept.put(name, isList(name, header) ? String.join(", ", header.allValues()) : header.get());
            }
        }
        return kept;
    }

    private static boolean isList(String name, Header header) {
        return header.valueCount() > 1 && (name.startsWith("anthropic-") || name.startsWith("openai-"));
    }
}
