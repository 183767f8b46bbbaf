package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.failure.UpstreamReply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors in Anthropic's words.
final class MessagesErrorsTest {
    @ParameterizedTest
    @CsvSource({"400, 400, invalid_request_error", "401, 401, authentication_error",
            "402, 402, billing_error",
            "403, 403, permission_error", "404, 404, not_found_error", "405, 405, invalid_request_error",
            "413, 413, request_too_large", "422, 422, invalid_request_error", "429, 429, rate_limit_error",
            "500, 500, api_error", "502, 502, api_error", "503, 503, api_error", "529, 529, overloaded_error",
            "504, 504, timeout_error"})
    void haveTheirStatusAndType(int ours, int status, String type) {
        ErrorAnswer answer = ErrorAnswer.of(ours, "Something", "some_code");

        assertThat(MessagesErrors.INSTANCE.status(answer)).isEqualTo(status);
        assertThat(body(answer)).isEqualTo(json("{'type':'error','error':{'type':'" + type
                + "','message':'Something'},'request_id':'req_1'}"));
    }

    @Test
    void sayWhatMakesClientsShortenTheirHistory() {
        assertThat(body(ErrorAnswer.of(400, "9000 > 8000", "context_length_exceeded")).path("error")
                .path("message")
                .asText()).isEqualTo("prompt is too long: 9000 > 8000");
    }

    @Test
    void beginWithTheWordsThatMakeClientsShortenTheirHistory() {
        assertThat(
                body(ErrorAnswer.of(400, "u1: prompt is too long", "context_length_exceeded")).path("error")
                        .path("message")
                        .asText())
                .isEqualTo("prompt is too long: u1: prompt is too long");
    }

    @Test
    void areOverloadWithinAStreamWhereTheUpstreamIsUnavailable() {
        assertThat(
                MessagesErrors.INSTANCE.event(ErrorAnswer.of(503, "Too busy", "overloaded"), "req_1").text())
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Too busy\"},"
                                + "\"request_id\":\"req_1\"}");
    }

    @Test
    void areOneLineWithinAStreamHoweverTheUpstreamWroteThem() {
        ErrorAnswer answer = ErrorAnswer.of(new UpstreamFailure.Rejected(FailureDetail.of("No")
                .withReply(new UpstreamReply(Map.of(), Optional.of(RelayedError.body(ClientApi.MESSAGES, 400,
                        JsonText.of("{\r\n\"error\":{\"message\":\"No\"}\n}")))))));

        assertThat(MessagesErrors.INSTANCE.event(answer, "req_1").text())
                .isEqualTo("{  \"error\":{\"message\":\"No\"} }");
    }

    private static JsonNode body(ErrorAnswer answer) {
        return json(new String(MessagesErrors.INSTANCE.of(answer, "req_1"), StandardCharsets.UTF_8));
    }
}
