package dev.penstock.bootstrap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One POST over a socket of its own, so that nothing between the bytes and the test makes them prettier.
final class RawExchange implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawExchange(int port, String path, byte[] body, String... headers) throws IOException {
        this(port, path, body, body.length, headers);
    }

    /// @param announced the length that the body is said to have
    private RawExchange(int port, String path, byte[] body, int announced, String... headers)
            throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder("POST ").append(path)
                .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(announced)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        socket.getOutputStream().write(request.toByteArray());
    }

    RawExchange(int port, String body) throws IOException {
        this(port, "/v1/chat/completions", body.getBytes(StandardCharsets.UTF_8));
    }

    /// Announces a body of that length to `/v1/chat/completions`, and sends nothing of it yet.
    static RawExchange announcing(int port, int length, String... headers) throws IOException {
        return new RawExchange(port, "/v1/chat/completions", new byte[0], length, headers);
    }

    /// Sends more, unless the other end takes nothing any more.
    boolean takes(String more) {
        try {
            send(more);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Sends a part of what was announced.
    void send(String part) throws IOException {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether something has come that was not read yet.
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /// An answer.
    ///
    /// @param headers by lower-case name
    /// @param whole whether its end was told; it was not if the connection just broke off
    record Answer(int status, Map<String, String> headers, String body, boolean whole) {}

    /// Reads the answer to its end.
    Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length"));
            byte[] body = in.readNBytes(length);
            return new Answer(status, headers, text(body), body.length == length);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String size = line(); !size.isEmpty(); size = line()) {
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return new Answer(status, headers, text(body.toByteArray()), true);
            }
            body.writeBytes(in.readNBytes(length));
            var _ = line();
        }
        return new Answer(status, headers, text(body.toByteArray()), false);
    }

    /// Reads lines, chunk sizes among them, up to and with the one that has the word in it.
    String linesUntil(String word) throws IOException {
        StringBuilder lines = new StringBuilder();
        while (lines.indexOf(word) < 0) {
            lines.append(line()).append('\n');
        }
        return lines.toString();
    }

    /// Reads lines, chunk sizes among them, until the connection is closed.
    String linesToEnd() throws IOException {
        return text(in.readAllBytes()).replace("\r", "");
    }

    /// Leaves without a word, as clients do that are stopped.
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return text(bytes.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
