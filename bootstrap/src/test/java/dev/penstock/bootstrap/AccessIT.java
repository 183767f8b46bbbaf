package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Who may ask: the gateway's key, and browsers' pages.
final class AccessIT {
    private static final String KEY = "sk-test-gateway-0123456789";

    private final RunningGateway gateway = RunningGateway.with(Map.of("PENSTOCK_API_KEY", KEY));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer " + KEY, "authorization, bearer " + KEY, "x-api-key, " + KEY})
    void letsInWhoeverHasTheKey(String header, String value) throws Exception {
        assertThat(ask(header, value).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({KEY + ", " + KEY + ", 200", KEY + ", sk-test-other, 200", "sk-test-other, " + KEY + ", 200",
            "'', " + KEY + ", 200", KEY + ", '', 200", "sk-test-other, sk-test-wrong, 401"})
    void letsInWhoeverHasTheKeyInOneOfTwoHeaders(String bearer, String apiKey, int status) throws Exception {
        for (String path : new String[]{"/v1/chat/completions", "/v1/messages"}) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.uri(path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + bearer)
                    .header("x-api-key", apiKey)
                    .POST(BodyPublishers.ofString(
                            "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                    .build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer sk-test-wrong, invalid_api_key",
            "x-api-key, sk-test-wrong, invalid_api_key",
            "x-other, x, missing_api_key", "Authorization, Basic abc, missing_api_key"})
    void keepsOutWhoeverHasNot(String header, String value, String code) throws Exception {
        HttpResponse<String> answer = ask(header, value);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains('"' + code + '"')
                .contains("\"error\"")
                .doesNotContain(KEY)
                .doesNotContain("sk-test-wrong");
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    }

    @ParameterizedTest
    @CsvSource({"/v1/models, 401", "/health, 200", "/health/ready, 200"})
    void demandsTheKeyOfEverythingButHealth(String path, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path)).build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }

    @Test
    void answersAPreflightWithoutAKey() throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isBetween(200, 204);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.headers().firstValue("access-control-allow-methods").orElse("")).contains("POST");
        assertThat(answer.headers().firstValue("access-control-allow-headers").orElse(""))
                .containsIgnoringCase("authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization,content-type,x-stainless-lang,x-stainless-retry-count",
            "anthropic-beta, anthropic-dangerous-direct-browser-access, x-of-tomorrow"})
    void echoesTheHeadersThatAPageWantsToSend(String headers) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.uri("/v1/messages"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://pivot.claude.ai")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", headers)
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isBetween(200, 204);
        assertThat(answer.headers().firstValue("access-control-allow-headers")).contains(headers);
        assertThat(answer.headers().firstValue("access-control-expose-headers").orElse(""))
                .contains("x-request-id", "retry-after", "x-ratelimit-remaining-requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/nowhere", "/v1/models"})
    void letsPagesReadItsErrors(String path) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Origin", "https://app.example")
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    }

    private HttpResponse<String> ask(String header, String value) throws Exception {
        return client.send(HttpRequest.newBuilder(gateway.uri("/"))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build(), BodyHandlers.ofString());
    }
}
