package dev.penstock.bootstrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// Sends bytes as they are written here and reads the answer up to the end of the connection.
final class RawHttp {
    private RawHttp() {}

    /// The whole answer. Each line of `head` ends with `\n`, which is sent as `\r\n`.
    static String ask(int port, String head, String body) throws IOException {
        return exchange(port, head.replace("\n", "\r\n") + "Connection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /// Whatever comes back until the gateway closes the connection.
    static String exchange(int port, String request) throws IOException {
        return exchange(port, request, false);
    }

    private static String exchange(int port, String request, boolean leave) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            if (leave) {
                socket.shutdownOutput();
            }
            StringBuilder answer = new StringBuilder();
            try {
                for (int next = socket.getInputStream().read(); next >= 0; next = socket.getInputStream()
                        .read()) {
                    answer.append((char) next);
                }
            } catch (SocketException _) {
                // a reset ends the connection, too
            }
            return answer.toString();
        }
    }

    /// Like [#exchange], but nothing more can come from the client, which the gateway takes for its leaving.
    static String exchangeAndLeave(int port, String request) throws IOException {
        return exchange(port, request, true);
    }

    /// The status of the first answer; 0 if none came.
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
