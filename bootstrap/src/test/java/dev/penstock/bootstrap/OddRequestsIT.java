package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Odd requests over a bare socket to a gateway without a key. `|` is a line end.
@Timeout(120)
final class OddRequestsIT {
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String LENGTH = "Content-Type: application/json|Content-Length: " + ASK.length()
            + "||" + ASK;
    private static final String CHUNKED = "Transfer-Encoding: chunked||" + Integer.toHexString(ASK.length())
            + "|" + ASK + "|0||";
    private static final String POST = "POST /v1/chat/completions HTTP/1.1|Host: localhost|";
    private static final String LAST = "GET / HTTP/1.1|Host: localhost|Connection: close||";
    /// A body that is a request itself.
    private static final String HIDDEN = "GET /api/hello HTTP/1.1|Host: localhost||";

    /// Requests that are answered without their body. The first line, and further headers.
    private static final List<String> UNREAD = List.of("GET /v1/models", "GET /", "HEAD /", "GET /health",
            "GET /api/hello2", "POST /nowhere",
            "POST /v1/messages/nowhere", "PUT /v1/chat/completions", "DELETE /v1/responses/resp_1",
            "GET /v1/responses", "OPTIONS /v1/chat/completions", "PATCH /", "BREW /v1/models",
            "POST /v1/chat/completions|Origin: https://evil.example",
            "POST /v1/chat/completions|Content-Type: text/plain",
            "POST /v1/chat/completions|Content-Encoding: br",
            "POST /v1/chat/completions|Content-Encoding: gzip|Content-Encoding: gzip",
            "POST /v1/route/explain|Sec-Fetch-Site: cross-site", "GET /v1/models?limit=x",
            "GET /v1/responses|Connection: Upgrade|Upgrade: websocket");

    private final FakeUpstream upstream = FakeUpstream.start()
            .answer(Reply.fixture("dashscope/nonstream.json"));
    private RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void anUnreadBodyIsNeverTheNextRequest() throws Exception {
        List<Callable<Void>> attacks = new ArrayList<>();
        for (String request : UNREAD) {
            for (String hidden : List.of(HIDDEN, "x".repeat(100_000) + "||" + HIDDEN)) {
                int length = hidden.replace("|", "12").length();
                for (String expect : List.of("", "Expect: 100-continue|")) {
                    String head = request.replaceFirst("\\||$", " HTTP/1.1|Host: localhost|")
                            + (request.contains("|") ? "|" : "") + expect;
                    attacks.add(attack(head + "Content-Length: " + length + "||" + hidden + LAST));
                    attacks.add(
                            attack(head + "Transfer-Encoding: chunked||" + Integer.toHexString(length) + "|"
                                    + hidden + "|0||" + LAST));
                }
            }
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> attack : clients.invokeAll(attacks)) {
                assertThat(attack).succeedsWithin(Duration.ofSeconds(60));
            }
        }
        assertThat(upstream.requests()).noneMatch(request -> request.path().endsWith("completions"));
    }

    private Callable<Void> attack(String requests) {
        return () -> {
            String answer = exchange(requests);
            String exchange = requests.substring(0, Math.min(300, requests.length())) + answer;
            assertThat(RawHttp.status(answer)).as(exchange)
                    .isIn(100, 200, 204, 400, 403, 404, 405, 415, 426);
            assertThat(answer).as(exchange).doesNotContain("\"hello\"");
            assertThat(answer.split("HTTP/1.1 (?!100)").length - 1).as(exchange).isBetween(1, 2);
            assertThat(answer.split("HTTP/1.1 400").length - 1).as(exchange)
                    .isLessThanOrEqualTo(RawHttp.status(answer) == 400 ? 1 : 0);
            return null;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {LAST + HIDDEN, POST + "Connection: close|" + "Content-Length: 0||" + HIDDEN,
            POST + "Connection: keep-alive, Close|Origin: https://evil.example|Content-Length: 0||" + HIDDEN,
            "GET /nowhere HTTP/1.1|Host: localhost|Connection: close||" + HIDDEN, LAST + "GARBAGE||"})
    void nothingIsAnsweredAfterTheLastAnswer(String requests) throws Exception {
        String answer = exchange(requests);

        assertThat(answer).containsOnlyOnce("HTTP/1.1 ").doesNotContain("\"hello\"");
    }

    @Test
    void requestsInARowAreJudgedEachByItself() throws Exception {
        String answer = exchange(POST + CHUNKED + POST + LENGTH + POST + "Origin: http://localhost|" + LENGTH
                + POST + "Origin: https://evil.example|" + LENGTH
                + "GET /v1/models HTTP/1.1|Host: rebound.example||" + LAST);

        assertThat(answer.split("HTTP/1.1 200").length - 1).as(answer).isEqualTo(4);
        assertThat(answer.split("HTTP/1.1 403").length - 1).as(answer).isEqualTo(1);
        assertThat(answer.split("HTTP/1.1 421").length - 1).as(answer).isEqualTo(1);
        assertThat(upstream.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/chat/completions HTTP/1.0|", "POST / HTTP/1.0|Host: rebound.example|",
            "POST / HTTP/1.0|Host: localhost|Transfer-Encoding: chunked|",
            "POST / HTTP/1.0|Connection: keep-alive|Host: localhost|"})
    void http10IsRefusedAndItsBodyIsNotARequest(String head) throws Exception {
        for (String body : List.of(LENGTH, CHUNKED, "Content-Length: 5|" + CHUNKED)) {
            String answer = exchange(head + body + LAST);

            assertThat(RawHttp.status(answer)).as(answer).isEqualTo(505);
            assertThat(answer.split("HTTP/1.1 \\d").length - 1).as(answer).isEqualTo(1);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    /// Fields that are passed over while a body is decoded: nothing comes of them that a limit could count.
    @ParameterizedTest
    @ValueSource(strings = {"name", "comment", "members", "zstd", "identity"})
    void whatIsPassedOverInABodyCountsToo(String kind) throws Exception {
        byte[] begin = switch (kind) {
            case "name" -> bytes(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0);
            case "comment" -> bytes(0x1f, 0x8b, 8, 16, 0, 0, 0, 0, 0, 0);
            default -> new byte[0];
        };
        byte[] part = switch (kind) {
            case "members" -> emptyMemberWithExtraField();
            case "zstd" -> skippableFrame();
            default -> " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        };
        String coding = kind.equals("zstd") ? "zstd" : kind.equals("identity") ? "identity" : "gzip";
        int sent = 0;
        String answer;
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write((POST + "Content-Encoding: " + coding + "|Transfer-Encoding: chunked||")
                    .replace("|", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            writeChunk(out, begin);
            try {
                for (; sent < 40 << 20 && socket.getInputStream().available() == 0; sent += part.length) {
                    writeChunk(out, part);
                }
            } catch (SocketException _) {
                // reset, which ends it, too
            }
            answer = new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
        }

        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 413);
        assertThat(sent).as("bytes taken").isLessThan(40 << 20);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2000})
    void aHeadThatIsTooLongIsRefused(int headers) throws Exception {
        String answer = exchange(
                POST + ("X-Long: " + "x".repeat(33 * 1024 / headers) + "|").repeat(headers) + LENGTH);

        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 431);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aKeyDoesNotMakeAnUnreadBodyTheNextRequest() throws Exception {
        gateway.close();
        Map<String, String> variables = new TreeMap<>(RunningGateway.variables("dashscope", upstream));
        variables.put("PENSTOCK_API_KEY", "sk-test-gateway");
        gateway = RunningGateway.with(variables);
        for (String expect : List.of("", "Expect: 100-continue|")) {
            String answer = exchange(
                    POST + expect + "Content-Length: " + HIDDEN.replace("|", "12").length() + "||"
                            + HIDDEN + LAST);

            assertThat(RawHttp.status(answer)).as(answer).isEqualTo(401);
            assertThat(answer).doesNotContain("\"hello\"", "HTTP/1.1 400");
        }
    }

    private static byte[] emptyMemberWithExtraField() {
        byte[] member = new byte[10 + 2 + 0xffff + 2 + 8];
        System.arraycopy(bytes(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 0, member, 0, 12);
        System.arraycopy(bytes(3, 0), 0, member, 12 + 0xffff, 2); // an empty block; its check sum is that of nothing
        assertThat(new CRC32().getValue()).isZero();
        return member;
    }

    private static byte[] skippableFrame() {
        byte[] frame = new byte[8 + (1 << 16)];
        System.arraycopy(bytes(0x50, 0x2a, 0x4d, 0x18, 0, 0, 1, 0), 0, frame, 0, 8);
        return frame;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static void writeChunk(OutputStream out, byte[] data) throws IOException {
        if (data.length > 0) {
            out.write((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(data);
            out.write(bytes('\r', '\n'));
        }
    }

    private String exchange(String request) throws IOException {
        return RawHttp.exchange(gateway.port(), request.replace("|", "\r\n"));
    }
}
