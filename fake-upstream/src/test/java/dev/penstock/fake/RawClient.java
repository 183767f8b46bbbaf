package dev.penstock.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that says exactly what it is told to.
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(FakeUpstream upstream) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port());
        socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(10).toMillis()));
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RawClient get() throws IOException {
        return send("GET /v1/models HTTP/1.1\r\nHost: here\r\n\r\n");
    }

    /// Reads until what was read ends so.
    String readTo(String end) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// One read, whatever it brings.
    int read(byte[] buffer) throws IOException {
        return socket.getInputStream().read(buffer);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
