package dev.penstock.fake;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it came over the wire.
public final class ReceivedRequest {
    private final String method;
    private final String path;
    private final List<String> headerLines;
    private final Map<String, String> headers;
    private final byte[] body;

    ReceivedRequest(String method, String path, List<String> headerLines, byte[] body) {
        this.method = method;
        this.path = path;
        this.headerLines = List.copyOf(headerLines);
        this.headers = byName(headerLines);
        this.body = body;
    }

    ReceivedRequest withBody(byte[] read) {
        return new ReceivedRequest(method, path, headerLines, read);
    }

    public String method() {
        return method;
    }

    /// The request target as it was written: with the query, and whole (`http://…`) when a proxy was asked.
    public String path() {
        return path;
    }

    /// By lower-case name; the last one of those that came twice.
    public Map<String, String> headers() {
        return headers;
    }

    /// The header lines as they were spelt, in their order.
    public List<String> headerLines() {
        return headerLines;
    }

    /// Whatever the case of the name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// A fresh copy; empty if the reply was sent early, without having read the body.
    public byte[] body() {
        return body.clone();
    }

    /// The body read as UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path + " [" + body.length + " bytes]";
    }

    private static Map<String, String> byName(List<String> lines) {
        var headers = new LinkedHashMap<String, String>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return Map.copyOf(headers);
    }
}
