package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The text of an upstream's error, as clients of every API read it.
final class ErrorTextIT {
    private static final String LM_STUDIO = "Trying to keep the first 13055 tokens when context the overflows. However, the"
            + " model is loaded with context length of only 4096 tokens, which is not enough.";
    private static final List<String> SHAPES = List.of("{\"detail\":\"why not\"}",
            "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"why not\"}]}",
            "[{\"error\":{\"message\":\"why not\"}}]",
            "{\"message\":\"why not\"}", "{\"errors\":[{\"message\":\"why not\"}]}",
            "{\"error\":\"why not\"}",
            "why not");
    private static final Map<String, String> REQUESTS = Map.of("/v1/chat/completions",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "/v1/messages",
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            "/v1/responses",
            "{\"model\":\"m\",\"input\":\"x\"}", "/v1/completions", "{\"model\":\"m\",\"prompt\":\"x\"}",
            "/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\"}");

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();

    private static List<String> kinds() {
        return List.of("openai-compatible", "dashscope", "openrouter",
                "anthropic",
                "ollama");
    }

    private RunningGateway gateway(String kind) {
        String key = kind.equals("ollama") || kind.equals("openai-compatible")
                ? ""
                : "key: sk-test-provider, ";
        return RunningGateway.configured("""
                default: {provider: up}
                retry: {attempts: 1}
                providers:
                  up: {kind: %s, %sbase-url: "%s"}
                routes:
                  m: up/m
                """.formatted(kind, key, upstream.baseUri()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void reachesClientsOfEveryApi(String kind) {
        try (RunningGateway gateway = gateway(kind)) {
            for (String shape : SHAPES) {
                upstream.answer(Reply.json(400, shape));
                REQUESTS.forEach((path, body) -> {
                    boolean served = !kind.equals("anthropic") || !path.matches(".*/(embeddings|completions)")
                            || path.contains("chat");
                    for (String asked : served ? List.of(body, streamed(body)) : List.<String>of()) {
                        if (!path.endsWith("embeddings") || asked.equals(body)) {
                            Page page = gateway.post(path, asked);

                            assertThat(page.status()).as(path + shape).isEqualTo(400);
                            assertThat(page.json().path("error").path("message").asText()).as(path + shape)
                                    .endsWith("why not");
                        }
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"openai-compatible, 400", "openai-compatible, 500", "dashscope, 400", "openrouter, 413",
            "anthropic, 400", "ollama, 400", "ollama, 500"})
    void makesClientsShortenTheirHistory(String kind, int status) {
        upstream.answer(Reply.json(status, "{\"error\":\"" + LM_STUDIO + "\"}"));
        try (RunningGateway gateway = gateway(kind)) {
            for (boolean stream : List.of(false, true)) {
                Page chat = post(gateway, "/v1/chat/completions", stream);
                assertThat(chat.status()).isEqualTo(400);
                assertThat(chat.json().path("error").path("code").asText())
                        .isEqualTo("context_length_exceeded");
                assertThat(chat.json().path("error").path("message").asText()).isEqualTo(LM_STUDIO);
                Page message = post(gateway, "/v1/messages", stream);
                assertThat(message.status()).isEqualTo(400);
                assertThat(message.json().path("error").path("type").asText())
                        .isEqualTo("invalid_request_error");
                assertThat(message.json().path("error").path("message").asText())
                        .isEqualTo("prompt is too long: " + LM_STUDIO);
                Page response = post(gateway, "/v1/responses", stream);
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.json().path("error").path("code").asText())
                        .isEqualTo("context_length_exceeded");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void makesClientsShortenTheirHistoryWhereTheStreamBeginsWithTheError(String kind) {
        String error = "{\"error\":{\"message\":\"" + LM_STUDIO + "\"}}";
        upstream.answer(kind.equals("ollama")
                ? Reply.head(200, "Content-Type: application/x-ndjson").write(error + "\n")
                : Reply.sse("event: error\ndata: " + error + "\n\n"));
        try (RunningGateway gateway = gateway(kind)) {
            assertThat(post(gateway, "/v1/chat/completions", true).json().path("error").path("code").asText())
                    .isEqualTo("context_length_exceeded");
            assertThat(post(gateway, "/v1/messages", true).json().path("error").path("message").asText())
                    .startsWith("prompt is too long");
            Page response = post(gateway, "/v1/responses", true);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json().path("error").path("code").asText())
                    .isEqualTo("context_length_exceeded");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void makesClientsShortenTheirHistoryWhereTheStreamHadBegun(String kind) throws IOException {
        String error = "{\"error\":{\"message\":\"" + LM_STUDIO + "\"}}";
        upstream.answer(switch (kind) {
            case "ollama" -> Reply.head(200, "Content-Type: application/x-ndjson")
                    .write("{\"message\":{\"role\":\"assistant\",\"content\":\"one\"},\"done\":false}\n"
                            + error + "\n");
            case "anthropic" -> Reply
                    .sse("""
                            event: message_start
                            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[]}}

                            event: content_block_start
                            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                            event: content_block_delta
                            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one"}}

                            """
                            + "event: error\ndata: " + error + "\n\n");
            default -> Reply.sse(Play.event(Play.CHUNK) + "event: error\ndata: " + error + "\n\n");
        });
        try (RunningGateway gateway = gateway(kind)) {
            assertThat(raw(gateway, "/v1/chat/completions")).contains("\"one\"",
                    "\"code\":\"context_length_exceeded\"", LM_STUDIO);
            assertThat(raw(gateway, "/v1/messages")).contains("event: error",
                    "\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: ");
            assertThat(raw(gateway, "/v1/responses")).contains("event: response.failed",
                    "\"code\":\"context_length_exceeded\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-compatible", "dashscope", "openrouter", "anthropic"})
    void reachesTheClientHoweverASuccessCarriesIt(String kind) {
        String error = "{\"error\":{\"message\":\"" + LM_STUDIO + "\"}}";
        for (Reply reply : List.of(Reply.sse("data: " + error + "\n\n"), Reply.json(200, error),
                Reply.head(200, "Content-Type: text/plain").write(error),
                Reply.sse("\n" + error.replace("}}", "}\n}")),
                Reply.sse("event: error\ndata: " + LM_STUDIO + "\n\n"))) {
            upstream.answer(reply);
            try (RunningGateway gateway = gateway(kind)) {
                assertThat(post(gateway, "/v1/chat/completions", true).json()
                        .path("error")
                        .path("code")
                        .asText())
                        .isEqualTo("context_length_exceeded");
                assertThat(post(gateway, "/v1/messages", true).json().path("error").path("message").asText())
                        .isEqualTo("prompt is too long: " + LM_STUDIO);
                assertThat(post(gateway, "/v1/responses", true).json().path("error").path("code").asText())
                        .isEqualTo("context_length_exceeded");
            }
        }
        upstream.answer(Reply.json(200, error));
        try (RunningGateway gateway = gateway(kind)) {
            assertThat(post(gateway, "/v1/messages", false).json().path("error").path("message").asText())
                    .isEqualTo("prompt is too long: " + LM_STUDIO);
            assertThat(
                    post(gateway, "/v1/chat/completions", false).json().path("error").path("code").asText())
                    .isEqualTo("context_length_exceeded");
        }
    }

    @Test
    void isFreeOfKeysAndOfABoundedLength() {
        upstream.answer(
                Reply.json(400, "{\"detail\":\"sk-test-provider is wrong " + "long".repeat(5000) + "\"}"));
        try (RunningGateway gateway = gateway("dashscope")) {
            assertThat(post(gateway, "/v1/messages", false).json().path("error").path("message").asText())
                    .startsWith("*** is wrong longlong")
                    .hasSizeLessThan(4100);
        }
    }

    private static Page post(RunningGateway gateway, String path, boolean stream) {
        String body = REQUESTS.getOrDefault(path, "");
        return gateway.post(path, stream ? streamed(body) : body);
    }

    private static String streamed(String body) {
        return body.replaceFirst("\\{", "{\"stream\":true,");
    }

    private static String raw(RunningGateway gateway, String path) throws IOException {
        byte[] body = streamed(REQUESTS.getOrDefault(path, "")).getBytes(StandardCharsets.UTF_8);
        try (RawExchange exchange = new RawExchange(gateway.port(), path, body)) {
            return exchange.linesToEnd();
        }
    }
}
