package dev.penstock.openai.wire;

import dev.penstock.domain.chat.JsonText;
import java.util.Objects;
import java.util.OptionalInt;

/// One server-sent event.
///
/// @param name the `event:` field; empty for a plain message
/// @param data the `data:` lines, joined with LF; not checked to be JSON
/// @param status the status that DashScope writes into a comment of the event, `:HTTP_STATUS/429`
public record ServerEvent(String name, JsonText data, OptionalInt status) {
    private static final JsonText DONE = JsonText.of("[DONE]");

    public ServerEvent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(status, "status");
    }

    /// Whether this is the sentinel that ends a stream of chat completion chunks.
    public boolean isDone() {
        return data.equals(DONE);
    }
}
