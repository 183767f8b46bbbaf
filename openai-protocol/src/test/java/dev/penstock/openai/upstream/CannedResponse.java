package dev.penstock.openai.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A response out of a test's hand.
///
/// @param headers by lower-case name
/// @param granted the patience that was asked for, in order
record CannedResponse(int status, Map<String, String> headers, InputStream body, List<Duration> granted)
        implements
            UpstreamResponse {

    static CannedResponse of(int status, Map<String, String> headers, String body) {
        return new CannedResponse(status, headers,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), new ArrayList<>());
    }

    /// One whose body breaks at the first read.
    static CannedResponse breaking(TransportException failure) {
        return new CannedResponse(200, Map.of(), new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw failure;
            }
        }, new ArrayList<>());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void patience(Duration longest) {
        granted.add(longest);
    }

    @Override
    public void finish() {
        // there is no connection
    }

    @Override
    public void close() {
        // there is no connection
    }
}
