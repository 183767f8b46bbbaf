package dev.penstock.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/// One request over a connection of its own, and what became of it.
final class SoakClient {
    private static final String FINISHED = "\"finish_reason\":\"stop\"";

    /// What the client made of its answer.
    enum Seen {
        /// All of the answer.
        ANSWER,
        /// An error, by status or within the stream, which then broke off.
        TRUTH,
        /// It did not wait for the end.
        LEFT,
        /// An answer that is not whole and does not say so.
        LIE
    }

    private SoakClient() {}

    /// Asks once.
    ///
    /// @param leave whether to leave after a piece of the answer, or before any
    static Seen ask(int port, String body, boolean leave) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + bytes.length
                            + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            if (leave) {
                int read = ThreadLocalRandom.current().nextInt(3) == 0 ? 0 : 400;
                socket.getInputStream().readNBytes(read);
                return Seen.LEFT;
            }
            return judge(readAll(socket.getInputStream()));
        }
    }

    private static Seen judge(String answer) {
        boolean ok = answer.startsWith("HTTP/1.1 200 ");
        boolean stream = answer.contains("text/event-stream");
        boolean finished = answer.contains(FINISHED);
        boolean ended = stream
                ? answer.contains("data: [DONE]") && answer.endsWith("0\r\n\r\n")
                : answer.endsWith("}");
        boolean toldError = answer.contains("{\"error\":{");
        if (ok && finished && ended && !toldError) {
            return Seen.ANSWER;
        }
        return toldError && !(ok && ended) ? Seen.TRUTH : Seen.LIE;
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all.write(buffer, 0, read);
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
