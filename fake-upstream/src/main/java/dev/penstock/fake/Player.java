package dev.penstock.fake;

import dev.penstock.fake.Step.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Plays one reply on one connection.
final class Player {
    private final OutputStream out;
    private final CompletableFuture<Void> gone;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Framing framing = Framing.COUNTED;
    private boolean open;
    private int pieces = Integer.MAX_VALUE;

    /// How a reply leaves its connection.
    enum Outcome {
        KEEP, CLOSE, RESET
    }

    /// @param gone completes when the peer has left or the connection was closed
    Player(OutputStream out, CompletableFuture<Void> gone) {
        this.out = out;
        this.gone = gone;
    }

    Outcome play(Reply reply) throws IOException {
        List<Step> steps = reply.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i + 1 == steps.size() || steps.get(i + 1) instanceof Step.End;
            switch (steps.get(i)) {
                case Step.Verbatim verbatim -> {
                    pending.writeBytes(verbatim.bytes());
                    flush();
                }
                case Step.Head head -> begin(head);
                case Step.Write write -> {
                    chunk(write.bytes());
                    if (!last) {
                        flush();
                    }
                }
                case Step.WriteForEver write -> {
                    while (!gone.isDone()) {
                        chunk(write.bytes());
                        flush();
                    }
                }
                case Step.Delay delay -> {
                    flush();
                    pause(delay.time().toNanos());
                }
                case Step.Await await -> {
                    flush();
                    var _ = CompletableFuture.anyOf(await.gate().opened(), gone).join();
                }
                case Step.Open reached -> {
                    flush();
                    reached.gate().open();
                }
                case Step.Pieces cut -> {
                    flush();
                    pieces = cut.bytes();
                }
                case Step.Cut _ -> {
                    flush();
                    return Outcome.CLOSE;
                }
                case Step.Reset _ -> {
                    flush();
                    return Outcome.RESET;
                }
                case Step.Hang _ -> {
                    flush();
                    var _ = gone.join();
                }
                case Step.End _ -> {
                    if (end()) {
                        return Outcome.CLOSE;
                    }
                }
            }
            if (gone.isDone()) {
                return Outcome.CLOSE;
            }
        }
        return end() || reply.isEarly() ? Outcome.CLOSE : Outcome.KEEP;
    }

    private void begin(Step.Head head) {
        framing = head.framing();
        open = true;
        var text = new StringBuilder("HTTP/1.1 ").append(head.status())
                .append(' ')
                .append(Reason.of(head.status()))
                .append("\r\n");
        head.headerLines().forEach(line -> text.append(line).append("\r\n"));
        if (framing == Framing.CHUNKED) {
            text.append("Transfer-Encoding: chunked\r\n");
        }
        pending.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void chunk(byte[] bytes) {
        if (framing != Framing.CHUNKED) {
            pending.writeBytes(bytes);
        } else if (bytes.length > 0) {
            pending.writeBytes(
                    (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            pending.writeBytes(bytes);
            pending.writeBytes(new byte[]{'\r', '\n'});
        }
    }

    /// @return whether the end is told by closing
    private boolean end() throws IOException {
        if (open && framing == Framing.CHUNKED) {
            pending.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        flush();
        boolean closes = open && framing == Framing.UNTIL_CLOSE;
        open = false;
        return closes;
    }

    private void flush() throws IOException {
        byte[] bytes = pending.toByteArray();
        pending.reset();
        for (int from = 0; from < bytes.length; from += pieces) {
            int length = Math.min(pieces, bytes.length - from);
            out.write(bytes, from, length);
            if (length == bytes.length - from) {
                return;
            }
        }
    }

    private void pause(long nanos) {
        var _ = gone.copy().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).join();
    }

    /// The words that go with a status.
    private static final class Reason {
        static String of(int status) {
            return switch (status) {
                case 200 -> "OK";
                case 400 -> "Bad Request";
                case 401 -> "Unauthorized";
                case 403 -> "Forbidden";
                case 404 -> "Not Found";
                case 413 -> "Content Too Large";
                case 429 -> "Too Many Requests";
                case 500 -> "Internal Server Error";
                case 502 -> "Bad Gateway";
                case 503 -> "Service Unavailable";
                default -> "Status";
            };
        }
    }
}
