package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors and headers of upstreams that speak the client's own API: they come back as they were written.
final class NativeErrorsIT {
    private static final String KEY = "sk-test-provider";
    private static final String MESSAGE = """
            {"type":"message","id":"msg_1","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final RunningGateway gateway = RunningGateway.configured(
            """
                    listener: {commit-after: 10s}
                    default: {provider: claude}
                    retry: {attempts: 1}
                    providers:
                      claude: {kind: anthropic, key: %s, base-url: "%s"}
                      both: {kind: openai-compatible, key: %s, base-url: "%s", relay-responses: true, relay-messages: true}
                      chats: {kind: openai-compatible, key: %s, base-url: "%s"}
                    """
                    .formatted(KEY, upstream.baseUri(), KEY, upstream.baseUri(), KEY, upstream.baseUri()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "400|{ \"type\":\"error\", \"error\":{\"type\":\"invalid_request_error\",\"message\":\"thinking.signature: bound to a"
                    + " different conversation\",\"extra\":{\"a\":[1.50]}},\"request_id\":\"req_theirs\",\"more\":true }",
            "400|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9 > 8\",\"n\":1}}",
            "413|{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"Request exceeds the maximum size\"}}",
            "503|{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Not now\"}}",
            "529|{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
            "404|{\"error\":{\"message\":\"model: x\",\"type\":\"not_found_error\"}}"})
    void reachesAMessagesClientAsTheUpstreamWroteIt(int status, String body) {
        upstream.answer(Reply.json(status, body));
        for (String stream : new String[]{"false", "true"}) {
            Page page = message("claude", stream);

            assertThat(page.status()).isEqualTo(status);
            assertThat(page.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\":\"why not\"}", "why not", "{\"error\":\"why not\"}"})
    void isConvertedWhereItIsNoErrorOfThatApi(String body) {
        upstream.answer(Reply.json(400, body));

        assertThat(message("claude", "false").json().path("error").path("message").asText())
                .isEqualTo("why not");
        assertThat(response().json().path("error").path("message").asText()).isEqualTo("why not");
        upstream.answer(Reply.sse("event: error\ndata: " + body + "\n\n"));
        assertThat(message("claude", "true").body()).doesNotContain("detail");
    }

    @Test
    void reachesAResponsesClientAsTheUpstreamWroteIt() {
        String body = "{\"error\":{\"message\":\"slow down\",\"type\":\"usage_limit_reached\",\"plan_type\":\"plus\","
                + "\"resets_in_seconds\":90,\"code\":null}}";
        upstream.answer(Reply.json(429, body));

        Page page = response();

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.body()).isEqualTo(body);
    }

    @Test
    void isRedacted() {
        upstream.answer(Reply.json(401,
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"" + KEY
                        + " is invalid\"}}"));

        Page page = message("claude", "false");

        assertThat(page.status()).isEqualTo(401);
        assertThat(page.body()).isEqualTo(
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"*** is invalid\"}}");
    }

    @Test
    void saysThatThePromptIsTooLongWhereTheUpstreamHasOtherWordsForIt() {
        upstream.answer(Reply.json(500, "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":"
                + "\"request (9 tokens) exceeds the available context size (8 tokens)\"}}"));

        Page page = message("claude", "true");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.json().path("error").path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(page.json().path("error").path("message").asText())
                .startsWith("prompt is too long: request (9");
        Page response = response();
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().path("error").path("code").asText()).isEqualTo("context_length_exceeded");
    }

    @Test
    void isTheUpstreamsOwnEventWithinAStream() throws IOException {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\",\"n\":1},"
                + "\"request_id\":\"req_theirs\"}";
        upstream.answer(Reply
                .sse("""
                        event: message_start
                        data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[]}}

                        event: content_block_start
                        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                        """
                        + "event: error\ndata: " + error + "\n\n"));
        assertThat(raw("/v1/messages",
                "{\"model\":\"claude/m\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                .contains("event: error\ndata: " + error);
        String failed = "{\"type\":\"response.failed\",\"sequence_number\":7,\"response\":{\"id\":\"resp_1\",\"status\":\"failed\","
                + "\"error\":{\"code\":\"server_error\",\"message\":\"No\",\"n\":1}}}";
        upstream.answer(Reply
                .sse("""
                        event: response.created
                        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress"}}

                        event: response.output_item.added
                        data: {"type":"response.output_item.added","sequence_number":1}

                        """
                        + "event: response.failed\ndata: " + failed + "\n\n"));
        assertThat(raw("/v1/responses", "{\"model\":\"both/m\",\"stream\":true,\"input\":\"x\"}"))
                .contains("event: response.failed\ndata: " + failed);
    }

    @Test
    void isTheBodyOfAStreamThatBeginsWithAnError() {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\",\"n\":1}}";
        upstream.answer(Reply.sse("event: error\ndata: " + error + "\n\n"));

        Page page = message("claude", "true");

        assertThat(page.status()).isEqualTo(529);
        assertThat(page.body()).isEqualTo(error);
    }

    @Test
    void comesWithTheHeadersThatClientsUse() {
        upstream.answer(limited(Reply.json(429,
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}"))
                .header("Retry-After", "2.5"));

        Page page = message("claude", "false");

        assertLimited(page);
        assertThat(page.header("retry-after")).isEqualTo("3");
        assertThat(page.header("request-id")).isEqualTo("req_theirs");
        assertThat(page.headers().allValues("request-id")).hasSize(1);
        assertThat(page.header("x-should-retry")).isEqualTo("true");
        assertThat(page.header("x-request-id")).startsWith("req_").isNotEqualTo("req_theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void letsTheHeadersOfASuccessThrough(String stream) {
        upstream.answer(limited(stream.equals("false")
                ? Reply.json(200, MESSAGE)
                : Reply.sse("""
                        event: message_start
                        data: {"type":"message_start","message":%s}

                        event: message_delta
                        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

                        event: message_stop
                        data: {"type":"message_stop"}

                        """.formatted(MESSAGE))));

        Page page = message("claude", stream);

        assertThat(page.status()).isEqualTo(200);
        assertLimited(page);
        assertThat(page.header("request-id")).isEqualTo("req_theirs");
        assertThat(page.header("access-control-expose-headers")).contains(
                "anthropic-ratelimit-requests-remaining",
                "x-ratelimit-remaining-requests", "request-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/completions",
            "/v1/embeddings"})
    void letsTheLimitsThroughToConvertedApisButNotTheIdOfAnotherExchange(String path) {
        for (int status : new int[]{200, 429}) {
            upstream.answer(limited(Reply.json(status, status == 429
                    ? "{\"error\":{\"message\":\"Slow down\"}}"
                    : path.contains("embeddings")
                            ? "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1.0]}]}"
                            : Play.COMPLETION)));
            String asked = path.matches(".*/(responses|embeddings)")
                    ? "\"input\":\"x\""
                    : "\"max_tokens\":9,\"prompt\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
            Page page = gateway.post(path, "{\"model\":\"chats/m\"," + asked + "}");

            assertThat(page.status()).isEqualTo(status);
            assertLimited(page);
            assertThat(page.header("request-id")).isNotEqualTo("req_theirs");
        }
    }

    private static Reply limited(Reply reply) {
        return reply.header("anthropic-ratelimit-unified-status", "allowed")
                .header("Anthropic-RateLimit-Requests-Remaining", "7")
                .header("x-ratelimit-remaining-requests", "8")
                .header("x-should-retry", "true")
                .header("x-of-the-upstream", "private")
                .header("set-cookie", "a=b")
                .header("request-id", "req_theirs");
    }

    private static void assertLimited(Page page) {
        assertThat(page.header("anthropic-ratelimit-unified-status")).isEqualTo("allowed");
        assertThat(page.header("anthropic-ratelimit-requests-remaining")).isEqualTo("7");
        assertThat(page.header("x-ratelimit-remaining-requests")).isEqualTo("8");
        assertThat(page.header("x-of-the-upstream") + page.header("set-cookie")).isEmpty();
    }

    private Page message(String provider, String stream) {
        return gateway.post("/v1/messages", "{\"model\":\"" + provider + "/m\",\"stream\":" + stream
                + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    }

    private Page response() {
        return gateway.post("/v1/responses", "{\"model\":\"both/m\",\"input\":\"x\"}");
    }

    private String raw(String path, String body) throws IOException {
        try (RawExchange exchange = new RawExchange(gateway.port(), path,
                body.getBytes(StandardCharsets.UTF_8))) {
            return exchange.linesToEnd();
        }
    }
}
