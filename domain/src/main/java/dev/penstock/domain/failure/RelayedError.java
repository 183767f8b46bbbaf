package dev.penstock.domain.failure;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// An error as an upstream wrote it in the client's own API. Clients recover by its words, so it reaches them unmodified
/// but for redaction.
///
/// @param api of the request, which was relayed
/// @param status of the response; empty if the error is an event of a stream
/// @param event the name of the event, if it is one
/// @param json a JSON object on one line if it is an event; free of credentials
public record RelayedError(ClientApi api, OptionalInt status, Optional<String> event, JsonText json) {
    public RelayedError {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(json, "json");
    }

    /// The body of an error response.
    public static RelayedError body(ClientApi api, int status, JsonText json) {
        return new RelayedError(api, OptionalInt.of(status), Optional.empty(), json);
    }

    /// An event of a stream.
    public static RelayedError event(ClientApi api, String name, JsonText json) {
        return new RelayedError(api, OptionalInt.empty(), Optional.of(name), json);
    }

    RelayedError with(UnaryOperator<String> edit) {
        String before = json.text();
        String after = edit.apply(before);
        return after.equals(before) ? this : new RelayedError(api, status, event, JsonText.of(after));
    }
}
