package dev.penstock.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A keep-alive connection that costs next to nothing itself.
final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final byte[] skipped = new byte[64 * 1024];

    Client(int port, String body) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        request = ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    /// Asks once and reads the answer to its end.
    ///
    /// @throws IOException if the answer is no success, or not whole
    void ask() throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        if (!status.contains(" 200 ")) {
            throw new IOException("answered " + status);
        }
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (length >= 0) {
            skip(length);
            return;
        }
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            skip(size + 2);
        }
        skip(2);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private void skip(int length) throws IOException {
        int left = length;
        while (left > 0) {
            int read = in.read(skipped, 0, Math.min(left, skipped.length));
            if (read < 0) {
                throw new IOException("the answer stopped");
            }
            left -= read;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
