package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers in a content coding that the gateway does not ask for and cannot decode.
final class CodedAnswersIT {
    /// `{"error":{"message":"the model is not loaded"}}`, in Brotli.
    private static final byte[] BROTLI = Base64.getDecoder()
            .decode("CxeAeyJlcnJvciI6eyJtZXNzYWdlIjoidGhlIG1vZGVsIGlzIG5vdCBsb2FkZWQifX0D");
    private static final Map<String, String> REQUESTS = Map.of("/v1/chat/completions",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "/v1/messages",
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            "/v1/responses", "{\"model\":\"m\",\"store\":false,\"input\":\"x\"}");

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();

    @ParameterizedTest
    @ValueSource(strings = {"relay",
            "openai-compatible", "dashscope", "openrouter", "anthropic", "ollama"})
    void areReportedWithTheCodingInsteadOfTheirBytes(String kind) {
        try (RunningGateway gateway = gateway(kind)) {
            for (String coding : List.of("br", "BR", "gzip, br", "compress")) {
                for (int status : List.of(200, 400, 503)) {
                    upstream.answer(Reply.json(status, BROTLI).header("Content-Encoding", coding));
                    REQUESTS.forEach((path, body) -> {
                        for (String asked : List.of(body, body.replaceFirst("\\{", "{\"stream\":true,"))) {
                            Page page = gateway.post(path, asked);

                            assertThat(page.status()).as(path)
                                    .isIn(status == 200
                                            ? List.of(502)
                                            : status == 400 ? List.of(400) : List.of(503, 529));
                            assertThat(page.json().path("error").path("message").asText()).as(path)
                                    .contains("content coding '" + coding.toLowerCase(Locale.ROOT) + "'")
                                    .doesNotContain("�");
                        }
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay",
            "openai-compatible", "dashscope", "openrouter", "anthropic", "ollama"})
    void areNotAskedFor(String kind) throws Exception {
        upstream.answer(Reply.json(400, "{\"error\":{\"message\":\"no\"}}"));
        try (RunningGateway gateway = gateway(kind)) {
            for (Map.Entry<String, String> request : REQUESTS.entrySet()) {
                try (RawExchange exchange = new RawExchange(gateway.port(), request.getKey(),
                        request.getValue().getBytes(StandardCharsets.UTF_8),
                        "Accept-Encoding: br, gzip, zstd")) {
                    assertThat(exchange.read().status()).isEqualTo(400);
                }
                assertThat(upstream.lastRequest().header("accept-encoding").orElse("identity"))
                        .isEqualTo("identity");
            }
        }
    }

    private RunningGateway gateway(String kind) {
        return RunningGateway.configured("""
                default: {provider: up}
                retry: {attempts: 1}
                circuit-breaker: {window: 1000, minimum-calls: 1000}
                providers:
                  up: {kind: %s, %sbase-url: "%s"}
                routes:
                  m: up/m
                """.formatted(
                kind.equals("relay")
                        ? "openai-compatible, relay-messages: true, relay-responses: true"
                        : kind,
                kind.matches("ollama|openai.*|relay") ? "" : "key: sk-test-provider, ", upstream.baseUri()));
    }
}
