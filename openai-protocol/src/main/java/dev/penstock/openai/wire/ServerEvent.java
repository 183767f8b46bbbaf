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
    private static final String DONE = "[DONE]";

    public ServerEvent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(status, "status");
    }

    /// Whether this is the sentinel that ends a stream of chat completion chunks: data that begins with `[DONE]`, blanks in
    /// front not counted, which is what OpenAI's SDKs look for.
    public boolean isDone() {
        int start = firstInk();
        if (data.length() - start < DONE.length()) {
            return false;
        }
        for (int i = 0; i < DONE.length(); i++) {
            if (data.byteAt(start + i) != DONE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the data is nothing but blanks.
    public boolean isBlank() {
        return firstInk() == data.length();
    }

    private int firstInk() {
        int i = 0;
        while (i < data.length() && data.byteAt(i) >= 0 && data.byteAt(i) <= ' ') {
            i++;
        }
        return i;
    }
}
