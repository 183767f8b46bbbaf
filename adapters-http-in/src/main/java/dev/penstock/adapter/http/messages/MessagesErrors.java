package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.openai.wire.CarriedJson;

/// Errors as the Messages API writes them, as a body and as an event alike.
public final class MessagesErrors implements ErrorBody {
    public static final MessagesErrors INSTANCE = new MessagesErrors();

    private static final int OVERLOADED = 529;

    private MessagesErrors() {}

    /// Anthropic has a status of its own for servers that are too busy.
    @Override
    public int status(ErrorAnswer answer) {
        return answer.status() == 503 ? OVERLOADED : answer.status();
    }

    @Override
    public byte[] of(ErrorAnswer answer, String requestId) {
        return CarriedJson.write(json(answer, requestId));
    }

    ObjectNode json(ErrorAnswer answer, String requestId) {
        ObjectNode json = NODES.objectNode().put("type", "error");
        json.putObject("error").put("type", type(status(answer))).put("message", message(answer));
        return json.put("request_id", requestId);
    }

    /// Claude Code shortens its history when it reads these words.
    private static String message(ErrorAnswer answer) {
        boolean tooLong = answer.code().filter(code -> code.equals("context_length_exceeded")).isPresent();
        return tooLong && !answer.message().startsWith("prompt is too long")
                ? "prompt is too long: " + answer.message()
                : answer.message();
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
