package dev.penstock.adapter.http.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.openai.wire.CarriedJson;
import java.util.Set;

/// The error of a response that failed. Clients decide by its code whether to try again, and know few codes.
final class FailureCode {
    private static final Set<String> KNOWN = Set.of("context_length_exceeded", "insufficient_quota",
            "usage_not_included", "rate_limit_exceeded", "invalid_prompt", "server_error");

    private FailureCode() {}

    /// Code and message; the upstream's own word, if it is another, stays as `reason`.
    static ObjectNode error(ErrorAnswer answer) {
        String word = answer.code().orElse("");
        String code = of(answer.status(), word);
        ObjectNode error = CarriedJson.object().put("code", code).put("message", message(answer, code));
        if (!word.isEmpty() && !word.equals(code)) {
            error.put("reason", word);
        }
        return error;
    }

    private static String of(int status, String word) {
        if (KNOWN.contains(word)) {
            return word;
        }
        if (status == 429) {
            return "rate_limit_exceeded";
        }
        return status >= 400 && status < 500 ? "invalid_prompt" : "server_error";
    }

    /// Codex reads the delay out of these words.
    private static String message(ErrorAnswer answer, String code) {
        if (!code.equals("rate_limit_exceeded") || answer.retryAfter().isEmpty()
                || answer.message().contains("try again in")) {
            return answer.message();
        }
        String end = answer.message().endsWith(".") ? " " : ". ";
        return answer.message() + end + "Please try again in " + answer.retryAfter().get().toMillis() + "ms.";
    }
}
