package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the listener takes, what it refuses, and how it says so. The client is Java's own, which offers h2c with every
/// request.
final class HttpIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final FakeUpstream upstream = FakeUpstream.start()
            .answer(Reply.fixture("dashscope/nonstream.json"));
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/chat/completions", "/chat/completions"})
    void takesChatCompletionsAt(String path) throws Exception {
        HttpResponse<String> answer = post(path, ASK);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).isEqualTo(Fixtures.text("dashscope/nonstream.json"));
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void asksForTheDefaultModelIfNoneIsNamed() throws Exception {
        var _ = post("/", "{\"messages\":[{}]}");

        assertThat(sentModel()).isEqualTo("qwen3-max");
    }

    @ParameterizedTest
    @CsvSource({"dashscope/qwen-plus, qwen-plus", "deepseek/r1, deepseek/r1", "qwen-plus, qwen-plus"})
    void choosesTheProviderByTheFirstPartOfTheModel(String asked, String sent) throws Exception {
        assertThat(post("/", ASK.replace("\"m\"", '"' + asked + '"')).statusCode()).isEqualTo(200);
        assertThat(sentModel()).isEqualTo(sent);
    }

    @Test
    void passesNothingOnThatIsTheClientsOwn() throws Exception {
        var _ = client.send(request("/", ASK).header("Authorization", "Bearer sk-test-client")
                .header("x-api-key", "sk-test-client")
                .header("Cookie", "session=sk-test-client")
                .header("X-DashScope-DataInspection", "{}")
                .build(), BodyHandlers.ofString());

        ReceivedRequest sent = upstream.lastRequest();
        assertThat(sent.header("authorization")).contains("Bearer " + RunningGateway.PROVIDER_KEY);
        assertThat(sent.header("x-dashscope-datainspection")).contains("{}");
        assertThat(sent.headerLines().toString()).doesNotContain("sk-test-client")
                .doesNotContainIgnoringCase("http2-settings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[1}                     | 400 | invalid_json               | line 1, column
            [1]                                 | 400 | invalid_json               | object
            {"model":"m"}                       | 400 | missing_required_parameter | messages
            {"input":"hi"}                      | 400 | missing_required_parameter | Responses
            {"messages":[]}                     | 400 | invalid_type               | messages
            {"messages":[1],"stream":"yes"}     | 400 | invalid_type               | stream
            """)
    void saysWhatIsWrongWithABodyAndGoesOn(String body, int status, String code, String words)
            throws Exception {
        JsonNode error = error(post("/", body), status);

        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(words);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(upstream.requests()).isEmpty();
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(post("/", ASK).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/messages",
            "/v1/responses",
            "/v1/route/explain"})
    void refusesModelNamesOfMoreThan256Characters(String path) throws Exception {
        String body = "{\"model\":\"" + "m".repeat(257)
                + "\",\"input\":\"x\",\"prompt\":\"x\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        HttpResponse<String> answer = post(path,
                path.endsWith("responses")
                        ? body.replaceAll("\"(prompt|max_tokens|messages)\".*", "\"store\":false}")
                        : body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("256 characters");
        assertThat(upstream.requests()).isEmpty();
        assertThat(answer.headers().map().toString()).doesNotContain("m".repeat(257));
    }

    @Test
    void refusesOtherMediaTypes() throws Exception {
        HttpRequest form = HttpRequest.newBuilder(gateway.uri("/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(ASK))
                .build();

        var _ = error(client.send(form, BodyHandlers.ofString()), 415);
    }

    @Test
    void refusesABodyOver10MbWithoutReadingIt() throws Exception {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("""
                    POST / HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 10000001\r
                    \r
                    {""".getBytes(StandardCharsets.US_ASCII));

            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(head).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void refusesABodyOver10MbThatDoesNotSayHowLongItIs() throws Exception {
        byte[] big = (ASK.substring(0, ASK.length() - 1) + ",\"pad\":\"" + "x".repeat(10_000_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpRequest chunked = HttpRequest.newBuilder(gateway.uri("/"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big)))
                .build();

        var _ = error(client.send(chunked, BodyHandlers.ofString()), 413);
    }

    @Test
    void takesABodyOf9Mb() throws Exception {
        String big = ASK.substring(0, ASK.length() - 1) + ",\"pad\":\"" + "x".repeat(9_000_000) + "\"}";

        assertThat(post("/", big).statusCode()).isEqualTo(200);
        assertThat(upstream.lastRequest().body()).hasSize(big.length());
    }

    @Test
    void knowsNoOtherPaths() throws Exception {
        assertThat(error(post("/v1/completionz", ASK), 404).path("message").asText())
                .contains("/v1/completionz");
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /v1/chat/completions, POST", "GET, /v1/chat/completions, POST", "PUT, /, GET",
            "POST, /v1/models, GET"})
    void tellsWhichMethodsWork(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.uri(path))
                .method(method, BodyPublishers.ofString("{}"))
                .build(), BodyHandlers.ofString());

        var _ = error(answer, 405);
        assertThat(answer.headers().firstValue("allow").orElse("")).contains(allowed);
    }

    /// Codex goes on at once after this status, and after no other.
    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/responses"})
    void refusesAWebSocketWithUpgradeRequired(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(answer.readLine()).startsWith("HTTP/1.1 426 ");
        }
        assertThat(error(get(path), 405).path("message").asText()).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void greetsWhoeverLooksIn(String method) throws Exception {
        assertThat(client.send(HttpRequest.newBuilder(gateway.uri("/"))
                .method(method, BodyPublishers.noBody())
                .build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready"})
    void tellsItsHealth(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(answer.body()).path("status").asText()).isEqualTo("UP");
    }

    @Test
    void hasAHealthEntryForEveryProvider() throws Exception {
        assertThat(MAPPER.readTree(get("/health").body()).path("checks").findValuesAsText("name"))
                .contains("provider.dashscope");
    }

    @Test
    void tellsTheStateOfModelsThatAreConfiguredAndNoNameThatAClientChose() throws Exception {
        upstream.answer(Reply.json(500, "{}"));
        for (String model : List.of("qwen3-max", "sk-test-secret", "<script>")) {
            for (int i = 0; i < 5; i++) {
                var _ = post("/", ASK.replace("\"m\"", '"' + model + '"'));
            }
        }

        assertThat(gateway.health("dashscope").path("circuit.qwen3-max").asText()).isEqualTo("open");
        assertThat(gateway.health("dashscope").path("otherCircuits").asInt()).isEqualTo(2);
        assertThat(get("/health").body()).doesNotContain("sk-test-secret").doesNotContain("script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nno header\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX: BIG\r\n\r\n", "GET /BIG HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"})
    void answersRequestsThatAreNone(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            request.replace("BIG", "x".repeat(40_000)).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4")
                    .contains("{\"error\":{")
                    .containsIgnoringCase("x-request-id: req_");
        }
    }

    private String sentModel() throws IOException {
        return MAPPER.readTree(upstream.lastRequest().text()).path("model").asText();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(request(path, body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(gateway.uri(path)).build(), BodyHandlers.ofString());
    }

    /// Every error has OpenAI's four members, and an id to ask about.
    private static JsonNode error(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        JsonNode error = MAPPER.readTree(answer.body()).path("error");
        assertThat(error.properties()).extracting(member -> member.getKey())
                .containsExactly("message", "type", "param", "code");
        assertThat(error.path("message").asText()).isNotBlank();
        return error;
    }
}
