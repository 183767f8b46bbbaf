package dev.penstock.adapter.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.ErrorJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The quirks of OpenRouter, as its documentation tells them.
final class OpenRouterDialectTest {
    private final OpenRouterDialect dialect = new OpenRouterDialect(Optional.of("https://app.example"),
            "My app");

    @ParameterizedTest
    @CsvSource({"rate_limit_exceeded, 429, Throttled", "provider_overloaded, 503, Unavailable",
            "provider_unavailable, 502, Unavailable", "timeout, 504, TimedOut", "server, 500, Unavailable",
            "unmapped, 500, Unavailable", "payment_required, 402, CredentialUnusable",
            "authentication, 401, CredentialUnusable", "permission_denied, 403, Rejected",
            "content_policy_violation, 400, ContentFiltered", "refusal, 400, ContentFiltered",
            "context_length_exceeded, 400, Rejected", "max_tokens_exceeded, 400, Rejected",
            "token_limit_exceeded, 400, Rejected", "string_too_long, 400, Rejected",
            "invalid_request, 400, Rejected",
            "invalid_prompt, 400, Rejected", "not_found, 404, ModelMissing",
            "payload_too_large, 413, Rejected",
            "unprocessable, 422, Rejected", "precondition_failed, 412, Rejected",
            "image_too_large, 400, Rejected"})
    void goesByTheTypeWithAndWithoutAStatus(String type, int status, String kind) {
        FailureDetail bare = FailureDetail.of("words").withType(type);

        assertThat(kind(bare.withStatus(status).withCode(String.valueOf(status)))).isEqualTo(kind);
        assertThat(kind(bare)).as("in the middle of a stream").isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"model_not_found, 400, ModelMissing", "wrong_endpoint, 400, Rejected",
            "no_endpoints, 404, ModelMissing", "model_deprecated, 404, ModelMissing",
            "model_unavailable_upstream, 404, ModelMissing", "capacity_exhausted, 429, Throttled",
            "temporarily_unavailable, 503, Unavailable", "region_restricted, 403, Rejected",
            "privacy_restricted, 404, Rejected", "constraint_filtered, 404, Rejected",
            "free_variant_ended, 404, ModelMissing"})
    void goesByTheAvailabilityBeforeTheTypeBesideIt(String code, int status, String kind) {
        for (String type : List.of("not_found", "server", "permission_denied")) {
            assertThat(kind(read("""
                    {"error":{"message":"words","error_type":"%s","http_status":%d,
                              "availability":{"code":"%s","retryable":false}}}
                    """.formatted(type, status, code).getBytes(StandardCharsets.UTF_8)))).as(type)
                    .isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, Rejected", "401, CredentialUnusable", "402, CredentialUnusable", "403, Rejected",
            "404, ModelMissing", "408, TimedOut", "413, Rejected", "422, Rejected", "429, Throttled",
            "500, Unavailable", "502, Unavailable", "503, Unavailable", "524, TimedOut", "529, Unavailable"})
    void goesByTheStatusWhereThereIsNothingElse(int status, String kind) {
        assertThat(kind(FailureDetail.of("words").withStatus(status).withCode(String.valueOf(status))))
                .isEqualTo(kind);
    }

    @Test
    void tellsModerationFromARefusedKey() {
        assertThat(kind(read(Fixtures.bytes("openrouter/error-403-moderation.json"))))
                .isEqualTo("ContentFiltered");
        assertThat(kind(FailureDetail.of("Requires moderation").withStatus(403)))
                .isEqualTo("ContentFiltered");
        assertThat(kind(FailureDetail.of("A guardrail says no").withStatus(403))).isEqualTo("Rejected");
    }

    @Test
    void keepsWhatTheUpstreamSaid() {
        FailureDetail read = read("""
                {"error":{"message":"All busy.","error_type":"rate_limit_exceeded","http_status":429,
                          "availability":{"code":"capacity_exhausted","retryable":true,"retry_after":40}}}
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(dialect.classify(read).detail()).isEqualTo(read);
        assertThat(read.retryAfter()).contains(Duration.ofSeconds(40));
        assertThat(read.status()).hasValue(429);
    }

    @Test
    void tellsAnOverflowByTheNameThatClientsKnow() {
        assertThat(dialect
                .classify(FailureDetail.of("words").withStatus(400).withType("context_length_exceeded"))
                .detail()
                .code()).contains("context_length_exceeded");
    }

    @Test
    void attributesRequestsToTheApp() {
        assertThat(headers(dialect, Map.of())).containsOnly(Map.entry("http-referer", "https://app.example"),
                Map.entry("x-openrouter-title", "My app"));
        assertThat(headers(new OpenRouterDialect(Optional.empty(), "Penstock"), Map.of()))
                .containsOnly(Map.entry("x-openrouter-title", "Penstock"));
    }

    @ParameterizedTest
    @CsvSource({"http-referer, https://client.example", "x-title, Client", "x-openrouter-title, Client"})
    void leavesTheNameToAClientThatHasOne(String header, String value) {
        assertThat(headers(dialect, Map.of(header, value))).containsOnly(Map.entry(header, value));
    }

    @Test
    void handsOpenRoutersOwnHeadersOnAndNoOthers() {
        assertThat(headers(dialect, Map.of("x-session-id", "s", "x-openrouter-metadata", "enabled",
                "x-dashscope-cachecontrol", "enable", "user-agent", "u", "referer", "r")))
                .containsOnly(Map.entry("x-session-id", "s"), Map.entry("x-openrouter-metadata", "enabled"),
                        Map.entry("http-referer", "https://app.example"),
                        Map.entry("x-openrouter-title", "My app"));
    }

    private String kind(FailureDetail detail) {
        UpstreamFailure failure = dialect.classify(detail);
        return failure.getClass().getSimpleName();
    }

    private static FailureDetail read(byte[] body) {
        return ErrorJson.readBody(body).orElseThrow();
    }

    private static Map<String, String> headers(OpenRouterDialect dialect, Map<String, String> client) {
        return dialect.headers(ChatJson.read("{\"messages\":[{}]}".getBytes(StandardCharsets.UTF_8), client));
    }
}
