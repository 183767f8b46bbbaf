package dev.penstock.adapter.http.responses;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import java.util.Optional;

/// The ways to say no to a request, each naming the member at fault.
final class Invalid {
    private Invalid() {}

    static RefusedException json(String where) {
        return new RefusedException(new Refusal.RequestInvalid(
                "The request body is not a JSON object: " + where, Optional.empty(), "invalid_json"));
    }

    static RefusedException missing(String param, String what) {
        return because(param, "missing_required_parameter", "'" + param + "' is missing: " + what);
    }

    static RefusedException type(String param, String expected) {
        return because(param, "invalid_type", "'" + param + "' has to be " + expected + ".");
    }

    static RefusedException value(String param, String message) {
        return because(param, "invalid_value", message);
    }

    /// What is right in itself, and cannot be had here.
    static RefusedException unsupported(String param, String message) {
        return because(param, "unsupported_parameter", message);
    }

    static RefusedException because(String param, String code, String message) {
        return new RefusedException(new Refusal.RequestInvalid(message, Optional.of(param), code));
    }
}
