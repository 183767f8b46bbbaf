package dev.penstock.fake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/// Takes HTTP/1.1 requests from a connection.
final class RequestReader {
    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /// The next request without its body; empty when the peer has no more.
    Optional<ReceivedRequest> head() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        if (first < 'A') { // a TLS greeting might not have a line end, and would be waited for in vain
            throw new IOException("not a request line");
        }
        String line = (char) first + line();
        String[] parts = line.split(" ", 3);
        if (parts.length < 3) {
            throw new IOException("not a request line: " + line);
        }
        var headers = new ArrayList<String>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers.add(header);
        }
        return Optional.of(new ReceivedRequest(parts[0], parts[1], headers, new byte[0]));
    }

    byte[] body(ReceivedRequest head) throws IOException {
        if (head.header("transfer-encoding").isPresent()) {
            return chunks();
        }
        Optional<String> length = head.header("content-length");
        return length.isPresent() ? exactly(Integer.parseInt(length.get())) : new byte[0];
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // trailers are of no interest
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(size));
            var _ = line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer left within a body");
        }
        return bytes;
    }

    /// Without its line end; empty at the end of the stream.
    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            bytes.write(b);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
