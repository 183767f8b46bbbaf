package dev.penstock.domain.chat;

import java.util.Objects;

/// A whole answer.
///
/// @param json the upstream's body, verbatim
public record ChatCompletion(JsonText json, ChatEnd end) {
    public ChatCompletion {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(end, "end");
    }
}
