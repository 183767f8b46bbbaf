package dev.penstock.adapter.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.openai.wire.ErrorJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnthropicDialectTest {
    private final AnthropicDialect dialect = new AnthropicDialect();

    @ParameterizedTest
    @CsvSource({"400, invalid_request_error, Rejected", "401, authentication_error, CredentialUnusable",
            "402, billing_error, CredentialUnusable", "403, permission_error, CredentialUnusable",
            "404, not_found_error, ModelMissing", "413, request_too_large, Rejected",
            "429, rate_limit_error, Throttled", "500, api_error, Unavailable",
            "504, timeout_error, TimedOut", "529, overloaded_error, Unavailable"})
    void knowsEveryTypeOfError(int status, String type, String kind) {
        assertThat(classified(status, type, "Words.").getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"prompt is too long: 209752 tokens > 200000 maximum, Rejected, context_length_exceeded",
            "input length and `max_tokens` exceed context limit: 1 + 2 > 2, Rejected, context_length_exceeded",
            "Your credit balance is too low to access the Anthropic API., CredentialUnusable, ''",
            "You have reached your specified API usage limits., CredentialUnusable, ''",
            "Output blocked by content filtering policy, ContentFiltered, ''",
            "messages: at least one message is required, Rejected, ''"})
    void tellsApartByWordsWhatHasOneType(String message, String kind, String code) {
        UpstreamFailure failure = classified(400, "invalid_request_error", message);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.detail().code().orElse("")).isEqualTo(code);
        assertThat(failure.detail().message()).isEqualTo(message);
    }

    @Test
    void handsTheClientsBetaHeaderOnAndNoOther() {
        assertThat(dialect.headers(ChatJson.read("{\"messages\":[1]}".getBytes(StandardCharsets.UTF_8),
                Map.of("anthropic-beta", "context-1m", "x-title", "Client"))))
                .isEqualTo(Map.of("anthropic-beta", "context-1m"));
    }

    private UpstreamFailure classified(int status, String type, String message) {
        FailureDetail detail = ErrorJson.readBody("""
                {"type":"error","error":{"type":"%s","message":"%s"},"request_id":"req_1"}"""
                .formatted(type, message)
                .getBytes(StandardCharsets.UTF_8)).orElseThrow().withStatus(status);
        return dialect.classify(detail);
    }
}
