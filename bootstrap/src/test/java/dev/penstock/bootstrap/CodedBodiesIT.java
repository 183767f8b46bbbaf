package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose bodies are coded, as Codex codes them.
final class CodedBodiesIT {
    private static final String CHAT = "{\"model\":\"qwen3-max\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final int LIMIT = 10_000_000;

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"gzip, /v1/chat/completions", "zstd, /v1/chat/completions", "gzip, /v1/responses",
            "zstd, /v1/responses", "identity, /v1/responses"})
    void areReadAtEveryRoute(String encoding, String path) throws IOException {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        String body = path.endsWith("responses") ? "{\"model\":\"qwen3-max\",\"input\":\"Hello\"}" : CHAT;

        RawExchange.Answer answer = post(path, encoding,
                coded(encoding, body.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(upstream.lastRequest().text()).contains("\"content\":\"Hello\"");
        assertThat(upstream.lastRequest().header("content-encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void areMeasuredDecoded(String encoding) throws IOException {
        byte[] bomb = coded(encoding, new byte[4 * LIMIT]);
        assertThat(bomb.length).isLessThan(LIMIT / 100);

        RawExchange.Answer answer = post("/v1/chat/completions", encoding, bomb);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("request_too_large");
    }

    @ParameterizedTest
    @CsvSource({"br, 415, unsupported_content_encoding", "'gzip, zstd', 415, unsupported_content_encoding",
            "gzip, 400, invalid_body", "zstd, 400, invalid_body"})
    void areRefusedInTheShapeOfErrors(String encoding, int status, String code) throws IOException {
        RawExchange.Answer answer = post("/v1/responses", encoding, CHAT.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{").contains(code);
        assertThat(gateway.settled().requestId()).isEqualTo(answer.headers().get("x-request-id"));
    }

    @Test
    void mayNotHaveAnythingBehindTheirEnd() throws IOException {
        byte[] zstd = coded("zstd", CHAT.getBytes(StandardCharsets.UTF_8));

        assertThat(post("/v1/chat/completions", "zstd", Arrays.copyOf(zstd, zstd.length + 9)).status())
                .isEqualTo(400);
    }

    private RawExchange.Answer post(String path, String encoding, byte[] body) throws IOException {
        try (RawExchange exchange = new RawExchange(gateway.port(), path, body,
                "Content-Encoding: " + encoding)) {
            return exchange.read();
        }
    }

    private static byte[] coded(String encoding, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (encoding) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "zstd" -> new ZstdJavaOutputStream(bytes);
            default -> bytes;
        }) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
