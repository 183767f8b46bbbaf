package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.CarriedJson;

/// Errors as the Messages API writes them, as a body and as an event. What a relayed upstream wrote itself is kept.
public final class MessagesErrors implements ErrorBody {
    public static final MessagesErrors INSTANCE = new MessagesErrors();

    private static final int UNAVAILABLE = 503;
    private static final int OVERLOADED = 529;

    private MessagesErrors() {}

    /// An unavailable upstream (503) is an `api_error` here: Claude Code retries that ten times, but an `overloaded_error` only
    /// three times, and not at all for requests in the background.
    @Override
    public byte[] of(ErrorAnswer answer, String requestId) {
        return written(answer, type(answer.status()), requestId);
    }

    /// The same as the data of an event. There is no status then, and Claude Code retries by the type alone.
    ///
    /// @return one line
    JsonText event(ErrorAnswer answer, String requestId) {
        byte[] data = written(answer,
                answer.status() == UNAVAILABLE ? type(OVERLOADED) : type(answer.status()),
                requestId);
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n' || data[i] == '\r') { // between tokens of JSON
                data[i] = ' ';
            }
        }
        return JsonText.owning(data);
    }

    private static byte[] written(ErrorAnswer answer, String type, String requestId) {
        return answer.relayed().map(error -> error.json().toBytes()).orElseGet(() -> {
            ObjectNode json = NODES.objectNode().put("type", "error");
            json.putObject("error").put("type", type).put("message", message(answer));
            return CarriedJson.write(json.put("request_id", requestId));
        });
    }

    /// Claude Code shortens its history when it reads these words.
    private static String message(ErrorAnswer answer) {
        boolean tooLong = answer.code().filter(code -> code.equals("context_length_exceeded")).isPresent();
        return tooLong && !answer.message().startsWith("prompt is too long")
                ? "prompt is too long: " + answer.message()
                : RejectedCapability.marked(answer);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
