package dev.penstock.openai.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.openai.wire.JsonTrees;
import java.util.Optional;

/// Recognises errors that can reach the client as they are. Pure.
///
/// Both APIs write `{"error":{"message":…}}`, Anthropic's with `"type":"error"` beside it. Other shapes are converted,
/// because clients find no message in them.
public final class RelayedErrors {
    private static final int LONGEST = 64 * 1024;

    private RelayedErrors() {}

    /// @param body UTF-8; not to be written to afterwards
    /// @return empty if the body is not an error of that API
    public static Optional<RelayedError> body(ClientApi api, int status, byte[] body) {
        return body.length > LONGEST
                ? Optional.empty()
                : JsonTrees.read(body)
                        .filter(RelayedErrors::hasMessage)
                        .map(_ -> RelayedError.body(api, status, JsonText.owning(body)));
    }

    /// Of the Responses API only `response.failed` is one: there, clients stop reading at no other event.
    ///
    /// @param json what `data` contains
    /// @param data one line
    /// @return empty if the event is not an error of that API
    static Optional<RelayedError> event(ClientApi api, String name, JsonNode json, JsonText data) {
        boolean known = switch (api) {
            case MESSAGES -> name.equals("error") && hasMessage(json);
            case RESPONSES -> name.equals("response.failed") && hasMessage(json.path("response"));
        };
        return known ? Optional.of(RelayedError.event(api, name, data)) : Optional.empty();
    }

    private static boolean hasMessage(JsonNode json) {
        JsonNode message = json.path("error").path("message");
        return message.isTextual() && !message.asText().isBlank();
    }
}
