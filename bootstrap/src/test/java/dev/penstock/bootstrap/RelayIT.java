package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.AnthropicSdk.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.SseException;
import com.anthropic.models.messages.Message;
import com.openai.models.responses.Response;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that reach an upstream in the API that the client wrote them in: `relay-messages`, `relay-responses`.
final class RelayIT {
    static final String MESSAGE = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_theirs","type":"message","role":"assistant","model":"claude",\
            "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_read_input_tokens":100,\
            "cache_creation_input_tokens":0,"output_tokens":1}},"odd":1e400}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":null}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

            """;
    static final String END = """
            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    private static final String RESPONSE = """
            {"id":"resp_theirs","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"message",\
            "id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],\
            "parallel_tool_calls":true,"tool_choice":"auto","tools":[],"error":null,"incomplete_details":null,"instructions":null,\
            "metadata":{},"temperature":1,"top_p":1,"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},\
            "output_tokens":3,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":12}}""";
    static final String ASK = """
            {"model":"both","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}],\
            "tools":[{"type":"web_search_20250305","name":"web_search"}], "top_k": 1e0}""";

    private final FakeUpstream speaks = FakeUpstream.start();
    private final FakeUpstream chats = FakeUpstream.start();
    private final RunningGateway gateway = gateway("10s");

    private RunningGateway gateway(String commitAfter) {
        return gateway(commitAfter, speaks, chats);
    }

    /// With the routes `both`, which prefers the upstream that speaks the API, and `chat-first`, which prefers the other one.
    static RunningGateway gateway(String commitAfter, FakeUpstream speaks, FakeUpstream chats) {
        return RunningGateway.configured(
                """
                        listener: {commit-after: %s, keep-alive: 20ms}
                        default: {provider: speaks}
                        retry: {attempts: 1}
                        providers:
                          speaks: {kind: openai-compatible, base-url: "%s", relay-messages: true, relay-responses: true}
                          chats: {kind: openai-compatible, base-url: "%s"}
                        routes:
                          both: [speaks/theirs, chats/other]
                          chat-first: [chats/other, speaks/theirs]
                        """
                        .formatted(commitAfter, speaks.baseUri(), chats.baseUri()));
    }

    @AfterEach
    void close() {
        gateway.close();
        speaks.close();
        chats.close();
    }

    @Test
    void carriesAMessageAndItsEventsByteForByte() throws IOException {
        speaks.answer(Reply.sse(MESSAGE + END).inPieces(11));

        assertThat(ask(gateway, ASK).body()).isEqualTo(MESSAGE + END);
        assertThat(speaks.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(speaks.lastRequest().text()).isEqualTo(ASK.replace("\"both\"", "\"theirs\""));
        assertThat(speaks.lastRequest().header("anthropic-version")).contains("2023-06-01");
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.promptTokens()).isEqualTo(105);
            assertThat(usage.cachedTokens()).isEqualTo(100);
            assertThat(usage.completionTokens()).isEqualTo(7);
        });
    }

    @Test
    void carriesEveryAnthropicHeaderOfTheClientAndNothingElseOfItsOwn() throws Exception {
        speaks.answer(Reply.sse(MESSAGE + END));
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/messages?beta=true"))
                .header("Content-Type", "application/json")
                .header("anthropic-version", "2027-01-01")
                .header("Anthropic-Beta", "one,two")
                .header("Anthropic-Beta", "three")
                .header("anthropic-of-tomorrow", "yes")
                .header("Cookie", "session=private")
                .header("x-api-key", "sk-test-theirs")
                .header("x-claude-code-session-id", "private")
                .header("x-stainless-lang", "js")
                .POST(HttpRequest.BodyPublishers.ofString(ASK))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }

        ReceivedRequest received = speaks.lastRequest();
        assertThat(received.header("anthropic-version")).contains("2027-01-01");
        assertThat(received.header("anthropic-beta")).contains("one,two, three");
        assertThat(received.header("anthropic-of-tomorrow")).contains("yes");
        for (String name : List.of("cookie", "x-api-key", "authorization", "x-claude-code-session-id",
                "x-stainless-lang")) {
            assertThat(received.header(name)).as(name).isEmpty();
        }
    }

    @Test
    void carriesTheFieldsOfAutoModeAndDeferredToolsBothWays() throws IOException {
        String end = END.replace("\"stop_sequence\":null",
                "\"stop_sequence\":null,\"safeguard_results\":[ {\"verdict\":\"allow\",\"score\":1.50} ]");
        String ask = ASK
                .replace("\"top_k\"",
                        "\"safeguards\": [{\"type\":\"dangerous_tool_use\",\"x\":1.50}], \"top_k\"")
                .replace("\"tools\":[",
                        "\"tools\":[{\"name\":\"t\", \"defer_loading\" :true,\"input_schema\":{}},")
                .replace("\"Hi\"",
                        "[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"tool_reference\",\"tool_name\":\"t\"}]");
        speaks.answer(Reply.sse(MESSAGE + end).inPieces(13));

        assertThat(ask(gateway, ask).body()).isEqualTo(MESSAGE + end);
        assertThat(speaks.lastRequest().text()).isEqualTo(ask.replace("\"both\"", "\"theirs\""));

        String whole = """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"end_turn",
                "usage":{"input_tokens":1,"output_tokens":1}, "safeguard_results" :[{"verdict":"allow"}]}""";
        speaks.answer(Reply.json(200, whole));
        assertThat(ask(gateway, ask.replace("\"stream\":true,", "")).body()).isEqualTo(whole);
    }

    @Test
    void hasTokensCountedByAnUpstreamThatSpeaksMessages() {
        String count = "{\"input_tokens\":4711, \"odd\":1e0}";
        speaks.answer(Reply.json(200, count));
        String ask = "{\"model\":\"both\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}], \"odd\":1.0}";

        assertThat(gateway.post("/v1/messages/count_tokens?beta=true", ask).body()).isEqualTo(count);
        assertThat(speaks.lastRequest().path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(speaks.lastRequest().text()).isEqualTo(ask.replace("both", "theirs"));
        speaks.answer(Reply.json(400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"messages: odd\"}}"));
        Page refused = gateway.post("/v1/messages/count_tokens", ask);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").asText()).isEqualTo("messages: odd");
        assertThat(gateway.closeAndReadLedger()).isEmpty();
    }

    @Test
    void estimatesTokensWhereNoUpstreamCountsThem() {
        String ask = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        speaks.answer(Reply.json(404, "{\"error\":\"no such path\"}"));
        assertThat(estimate(ask.formatted("both"))).isBetween(1, 50);
        speaks.answer(Reply.json(529, "{}"));
        assertThat(estimate(ask.formatted("both"))).isBetween(1, 50);
        assertThat(speaks.requests()).hasSize(2);
        assertThat(estimate(ask.formatted("chat-first"))).isBetween(1, 50);
        assertThat(speaks.requests()).hasSize(2);
        assertThat(chats.requests()).isEmpty();
    }

    private int estimate(String ask) {
        return gateway.post("/v1/messages/count_tokens", ask).json().path("input_tokens").asInt();
    }

    @Test
    void isAMessageToAnthropicsOwnSdk() {
        speaks.answer(Reply.sse((MESSAGE + END).replace(",\"odd\":1e400", "")));
        try (AnthropicSdk sdk = AnthropicSdk.of(gateway("10s"))) {
            Message answer = sdk.stream(asking("Hello"));

            assertThat(AnthropicSdk.text(answer)).isEqualTo("Hello");
            assertThat(answer.id()).isEqualTo("msg_theirs");
        }
    }

    @Test
    void carriesAResponseByteForByteAndIsOneToOpenAisOwnSdk() {
        speaks.answer(Reply.json(200, RESPONSE));

        assertThat(gateway.post("/v1/responses", "{\"model\":\"both\",\"input\":\"Hi\"}").body())
                .isEqualTo(RESPONSE);
        assertThat(gateway.settled().usage()).hasValueSatisfying(
                usage -> assertThat(usage.reasoningTokens()).isEqualTo(2));
        try (OpenAiSdk sdk = OpenAiSdk.of(gateway("10s"))) {
            Response answer = sdk.client()
                    .responses()
                    .create(OpenAiSdk.asking("Hi").model("both").build());
            assertThat(OpenAiSdk.text(answer)).isEqualTo("Hello");
        }
    }

    @Test
    void keepsTheClientWaitingWithCommentsUntilTheUpstreamBegins() throws IOException {
        Gate commented = new Gate();
        speaks.answer(
                Reply.head(200, "Content-Type: text/event-stream").await(commented).write(MESSAGE + END));
        try (RunningGateway slow = gateway("20ms"); RawExchange exchange = exchange(slow, ASK)) {
            assertThat(exchange.linesUntil(": keep-alive")).doesNotContain("message_start");
            commented.open();

            assertThat(exchange.linesUntil("\"message_stop\"")).containsOnlyOnce("event: message_start");
        }
    }

    @Test
    void tellsWithinTheStreamThatItBrokeOff() {
        speaks.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(MESSAGE.replace(",\"odd\":1e400", ""))
                .cut());
        try (AnthropicSdk sdk = AnthropicSdk.of(gateway("10s"))) {
            assertThatThrownBy(() -> sdk.stream(asking("Hello"))).isInstanceOf(SseException.class);
            assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    @Test
    void failsTheResponseThatBrokeOff() throws IOException {
        speaks.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
                        + "\"response\":{\"id\":\"resp_theirs\",\"status\":\"in_progress\"}}\n\n"
                        + "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\","
                        + "\"sequence_number\":1}\n\n")
                .cut());
        try (RawExchange exchange = new RawExchange(gateway.port(), "/v1/responses",
                "{\"model\":\"speaks/m\",\"stream\":true,\"input\":\"Hi\"}"
                        .getBytes(StandardCharsets.UTF_8))) {
            assertThat(exchange.linesToEnd()).contains("event: response.failed", "\"sequence_number\":2",
                    "\"id\":\"resp_theirs\"");
        }
    }

    @Test
    void findsTheMessagesApiOfDashScopeBesideItsCompatibleMode() {
        speaks.answer(Reply.sse((MESSAGE + END).replace(",\"odd\":1e400", "")));
        String address = "http://127.0.0.1:" + speaks.port() + "/compatible-mode/v1";
        try (AnthropicSdk sdk = AnthropicSdk.of(RunningGateway.configured("""
                providers:
                  dashscope: {key: sk-test-provider, base-url: "%s", relay-messages: true}
                """.formatted(address)))) {
            assertThat(AnthropicSdk.text(sdk.stream(asking("Hello")))).isEqualTo("Hello");
        }
        assertThat(speaks.lastRequest().path()).isEqualTo("/apps/anthropic/v1/messages");
        assertThat(speaks.lastRequest().header("authorization")).contains("Bearer sk-test-provider");
    }

    static RawExchange.Answer ask(RunningGateway gateway, String body) throws IOException {
        try (RawExchange exchange = exchange(gateway, body)) {
            return exchange.read();
        }
    }

    static RawExchange exchange(RunningGateway gateway, String body) throws IOException {
        return new RawExchange(gateway.port(), "/v1/messages", body.getBytes(StandardCharsets.UTF_8));
    }
}
