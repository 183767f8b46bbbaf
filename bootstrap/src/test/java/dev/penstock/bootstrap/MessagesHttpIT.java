package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the Messages API is served, and in what words errors are told there.
final class MessagesHttpIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ASK = """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""";

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
    @ValueSource(strings = {"/v1/messages", "/v1/messages?beta=true", "/messages", "/v1/v1/messages"})
    void takesMessagesAt(String path) throws Exception {
        HttpResponse<String> answer = send(gateway, "POST", path, ASK);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("type").asText()).isEqualTo("message");
        assertThat(json(answer).path("model").asText()).isEqualTo("m");
        assertThat(answer.headers().firstValue("request-id")).isPresent()
                .isEqualTo(answer.headers().firstValue("x-request-id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/count_tokens", "/messages/count_tokens?beta=true"})
    void countsTokensAt(String path) throws Exception {
        assertThat(json(send(gateway, "POST", path, ASK)).path("input_tokens").asInt()).isPositive();
    }

    @Test
    void namesTheModelThatAnswersIfNoneWasAskedFor() throws Exception {
        HttpResponse<String> answer = send(gateway, "POST", "/v1/messages",
                ASK.replace("\"model\":\"m\",", ""));

        assertThat(json(answer).path("model").asText()).startsWith("qwen");
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/messages, 405, invalid_request_error",
            "PUT, /messages/count_tokens, 405, invalid_request_error",
            "POST, /v1/messages/batches, 404, not_found_error", "GET, /v1/models/none, 404, not_found_error",
            "GET, /v1/models?limit=0, 400, invalid_request_error"})
    void tellsItsErrorsInAnthropicsWords(String method, String path, int status, String type)
            throws Exception {
        HttpResponse<String> answer = send(gateway, method, path, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("type").asText()).isEqualTo("error");
        assertThat(json(answer).path("error").path("type").asText()).isEqualTo(type);
        assertThat(answer.headers().firstValue("request-id"))
                .contains(json(answer).path("request_id").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages/count_tokens"})
    void refusesABodyThatIsNoRequest(String path) throws Exception {
        HttpResponse<String> answer = send(gateway, "POST", path, "{");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").path("type").asText()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/messages", "POST, /v1/messages/count_tokens", "GET, /v1/models"})
    void admitsNoStranger(String method, String path) throws Exception {
        try (RunningGateway guarded = RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-client"))) {
            HttpResponse<String> answer = send(guarded, method, path, ASK);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(json(answer).path("error").path("type").asText()).isEqualTo("authentication_error");
        }
    }

    @Test
    void listsModelsInOpenAisShapeToEverybodyElse() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/models")).build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(json(answer).path("object").asText()).isEqualTo("list");
        assertThat(answer.headers().firstValue("request-id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v1/models?limit=1000, true", "/v1/models?limit=1000, false",
            "/models?after_id=none, false", "/v1/v1/models?before_id=none, false"})
    void listsModelsAsClaudeCodeDiscoversThem(String path, boolean versioned) throws Exception {
        upstream.answer(Reply.json(200,
                "{\"data\":[{\"id\":\"claude-best\",\"name\":\"The best\"},{\"id\":\"other\"}]}"));
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path))
                .header("x-api-key", "sk-test-client");
        if (versioned) {
            request.header("anthropic-version", "2023-06-01");
        }

        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode page = json(answer);
        assertThat(page.path("has_more").asBoolean(true)).isFalse();
        assertThat(page.has("first_id") && page.has("last_id")).isTrue();
        if (path.contains("limit")) {
            JsonNode best = page.path("data").get(1);
            assertThat(page.path("first_id").asText()).isEqualTo("qwen3-max");
            assertThat(page.path("last_id").asText()).isEqualTo("other");
            assertThat(best.path("type").asText()).isEqualTo("model");
            assertThat(best.path("id").asText()).isEqualTo("claude-best");
            assertThat(best.path("display_name").asText()).isEqualTo("The best");
            assertThat(best.path("description").asText()).isEqualTo("by dashscope");
            assertThat(best.path("created_at").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, /", "HEAD, /api/hello", "GET, /api/hello", "HEAD, /v1/api/hello"})
    void answersWhatClaudeCodeAsksAtItsStartEvenWithoutAKey(String method, String path) throws Exception {
        try (RunningGateway guarded = RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-client"))) {
            HttpRequest request = HttpRequest.newBuilder(guarded.uri(path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
        }
    }

    @Test
    void tellsHowLongToWait() throws Exception {
        upstream.answer(Reply.fixture(429, "dashscope/error-429.json").header("Retry-After", "60"));

        HttpResponse<String> answer = send(gateway, "POST", "/v1/messages", ASK);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("60");
    }

    @Test
    void booksAnAnswerThatNoMessageCanTellAsTheUpstreamsFailure() throws Exception {
        upstream.answer(Reply.json(200, """
                {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"tool_calls":[
                {"id":"c","function":{"name":"f","arguments":"{no"}}]}}]}"""));

        HttpResponse<String> answer = send(gateway, "POST", "/v1/messages", ASK);

        assertThat(answer.statusCode()).isEqualTo(502);
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(line.reason()).contains("upstream_garbled");
        assertThat(line.attempts()).extracting(Attempt::result).containsOnly("upstream_garbled");
    }

    private HttpResponse<String> send(RunningGateway to, String method, String path, String body)
            throws Exception {
        return client.send(HttpRequest.newBuilder(to.uri(path))
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "of-tomorrow-2027-01-01")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }
}
