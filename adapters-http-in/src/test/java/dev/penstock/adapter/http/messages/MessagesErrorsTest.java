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
import dev.penstock.openai.wire.CarriedJson;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "400 | This model does not support image input | image_block",
            "400 | At most 0 image(s) may be provided in one prompt. | image_block",
            "400 | image input is not supported - hint: if this is unexpected, you may need to provide the mmproj | image_block",
            "400 | <400> InternalError.Algo.InvalidParameter: The provided URL does not appear to be valid multimodal content | image_block",
            "400 | This model does not support PDF input | document_block",
            "400 | Invalid value: 'file'. Supported values are: 'text'. | document_block",
            "400 | Unsupported parameter: 'reasoning_effort' is not supported with this model. | effort_unsupported",
            "400 | Unrecognized request argument supplied: reasoning_effort | effort_unsupported",
            "400 | Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model | structured_outputs_unsupported",
            "400 | parameter.enable_thinking must be set to false for non-streaming calls | thinking_type:enabled",
            "422 | messages[0].content[0].cache_control: Extra inputs are not permitted | cache_control_field",
            "400 | messages.3.content.0.thinking.signature: Invalid signature in thinking block | thinking_signature",
            "400 | Unexpected role \"system\". The role must be user. | mid_conv_system",
            "400 | Too much media: 90 document pages + 30 images > 100 | media_budget"})
    void nameTheCapabilityThatWasRejected(int status, String message, String token) {
        assertThat(message(ErrorAnswer.of(status, message, "some_code")))
                .isEqualTo(message + " (capability_rejected: " + token + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"400 | temperature must be at most 2",
            "500 | This model does not support image input", "429 | images per minute exceeded",
            "400 | Write me an image", "400 | x (capability_rejected: image_block)"})
    void nameNoCapabilityWhereNoneWasRejected(int status, String message) {
        assertThat(message(ErrorAnswer.of(status, message, "some_code"))).isEqualTo(message);
    }

    private static String message(ErrorAnswer answer) {
        return CarriedJson.parsed(MessagesErrors.INSTANCE.of(answer, "req_1"))
                .orElseThrow()
                .path("error")
                .path("message")
                .asText();
    }

    private static JsonNode body(ErrorAnswer answer) {
        return json(new String(MessagesErrors.INSTANCE.of(answer, "req_1"), StandardCharsets.UTF_8));
    }
}
