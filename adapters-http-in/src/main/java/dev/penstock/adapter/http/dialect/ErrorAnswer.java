package dev.penstock.adapter.http.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.domain.failure.UpstreamFailure;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// An error on its way to the client: a status, and what OpenAI's API tells beside it.
///
/// @param code written as a number if it is one, for some clients read the status from there
/// @param reason what happened, in a word; told only where `code` has to hold the status
/// @param retryAfter how long the client should wait
/// @param relayed the upstream's own words, where the request was relayed
public record ErrorAnswer(int status, String message, String type, Optional<String> param,
        Optional<String> code,
        Optional<String> reason, Optional<Duration> retryAfter, Optional<RelayedError> relayed) {
    /// What a throttled client is told where the upstream did not say: long enough to outlast a burst, and short enough
    /// to sit through.
    private static final Duration THROTTLED = Duration.ofSeconds(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// In the gateway's words.
    public ErrorAnswer(int status, String message, String type, Optional<String> param, Optional<String> code,
            Optional<String> reason, Optional<Duration> retryAfter) {
        this(status, message, type, param, code, reason, retryAfter, Optional.empty());
    }

    public static ErrorAnswer of(int status, String message, String code) {
        return new ErrorAnswer(status, message, typeOf(status), Optional.empty(), Optional.of(code),
                Optional.empty(), Optional.empty());
    }

    public static ErrorAnswer of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.KeyMissing _ -> of(401, refusal.message(), refusal.code());
            case Refusal.KeyRejected _ -> of(401, refusal.message(), refusal.code());
            case Refusal.ModelUnknown _ -> about("model", of(404, refusal.message(), refusal.code()));
            case Refusal.ResponseUnknown _ -> about("id", of(404, refusal.message(), refusal.code()));
            case Refusal.RequestInvalid invalid -> invalid.param()
                    .map(param -> about(param, of(400, refusal.message(), refusal.code())))
                    .orElseGet(() -> of(400, refusal.message(), refusal.code()));
            case Refusal.Overloaded(String _, Duration retryAfter) ->
                of(503, refusal.message(), refusal.code()).wait(retryAfter);
            case Refusal.KeysResting(Duration retryAfter) ->
                of(429, refusal.message(), refusal.code()).wait(retryAfter);
            case Refusal.ProviderNotLoaded(String _, Duration retryAfter) ->
                of(503, refusal.message(), refusal.code()).wait(retryAfter);
            case Refusal.KindNotServed _ -> of(404, refusal.message(), refusal.code());
            case Refusal.Objected _ -> of(400, refusal.message(), refusal.code());
            case Refusal.InterceptorFailed(String _, Duration retryAfter) ->
                of(503, refusal.message(), refusal.code()).wait(retryAfter);
            case Refusal.Stopping(Duration retryAfter) ->
                of(503, refusal.message(), refusal.code()).wait(retryAfter);
            case Refusal.BodyTooLarge _ -> of(413, refusal.message(), refusal.code());
            case Refusal.MediaTypeUnsupported _ -> of(415, refusal.message(), refusal.code());
            case Refusal.EncodingUnsupported _ -> of(415, refusal.message(), refusal.code());
        };
    }

    public static ErrorAnswer of(UpstreamFailure failure) {
        return plain(failure).because(failure.word());
    }

    private static ErrorAnswer plain(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Rejected(FailureDetail detail) ->
                from(detail, within(detail, 400, 499, 400));
            case UpstreamFailure.ContentFiltered(FailureDetail detail) ->
                from(detail, within(detail, 400, 499, 400));
            case UpstreamFailure.ModelMissing(FailureDetail detail) -> from(detail, 404);
            case UpstreamFailure.CredentialUnusable(FailureDetail detail) ->
                from(detail, within(detail, 401, 403, 502));
            case UpstreamFailure.Throttled(FailureDetail detail) -> from(
                    detail.retryAfter().isPresent() ? detail : detail.withRetryAfter(THROTTLED), 429);
            case UpstreamFailure.Unavailable(FailureDetail detail) ->
                from(detail, within(detail, 500, 599, 502));
            case UpstreamFailure.TimedOut(FailureDetail detail) -> from(detail, 504);
            case UpstreamFailure.Garbled(FailureDetail detail) -> from(detail, 502);
        };
    }

    /// The body as OpenAI's API has it, UTF-8.
    public byte[] body() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param.orElse(null));
        OptionalInt number = code.filter(word -> word.matches("\\d{1,9}"))
                .map(word -> OptionalInt.of(Integer.parseInt(word)))
                .orElseGet(OptionalInt::empty);
        if (number.isPresent()) {
            error.put("code", number.getAsInt());
        } else {
            error.put("code", code.orElse(null));
        }
        if (code.map(String.valueOf(status)::equals).orElse(false)) {
            reason.ifPresent(word -> error.put("reason", word));
        }
        try {
            return MAPPER.writeValueAsBytes(JsonNodeFactory.instance.objectNode().set("error", error));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    /// The same within a stream, where the status is lost: its number takes the place of the code, for some clients
    /// decide by it whether to try again. The code's own word stays as `reason`. A prompt that is too long keeps its code,
    /// by which clients decide to shorten it.
    public ErrorAnswer inBand() {
        if (code.filter("context_length_exceeded"::equals).isPresent()) {
            return this;
        }
        return new ErrorAnswer(status, message, type, param, Optional.of(String.valueOf(status)),
                code.filter(word -> !word.equals(String.valueOf(status))).or(() -> reason), retryAfter);
    }

    private ErrorAnswer because(String word) {
        return new ErrorAnswer(status, message, type, param, code, Optional.of(word), retryAfter, relayed);
    }

    private ErrorAnswer wait(Duration time) {
        return new ErrorAnswer(status, message, type, param, code, reason, Optional.of(time));
    }

    private static ErrorAnswer about(String param, ErrorAnswer answer) {
        return new ErrorAnswer(answer.status, answer.message, answer.type, Optional.of(param), answer.code,
                answer.reason, answer.retryAfter);
    }

    private static ErrorAnswer from(FailureDetail detail, int status) {
        return new ErrorAnswer(status, detail.message(), detail.type().orElseGet(() -> typeOf(status)),
                detail.param(),
                detail.code(), Optional.empty(), detail.retryAfter(), detail.reply().error());
    }

    private static int within(FailureDetail detail, int from, int to, int otherwise) {
        int status = detail.status().orElse(otherwise);
        return status >= from && status <= to ? status : otherwise;
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
