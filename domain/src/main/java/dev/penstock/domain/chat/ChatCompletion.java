package dev.penstock.domain.chat;

import java.util.Objects;

/// A whole answer.
///
/// @param json the upstream's body, verbatim; a chat completion that the provider made, if the upstream speaks another API
/// @param relayed whether it is written in the client's own [ClientApi], and is no chat completion
public record ChatCompletion(JsonText json, ChatEnd end, boolean relayed) {
    public ChatCompletion {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(end, "end");
    }

    /// A chat completion.
    public ChatCompletion(JsonText json, ChatEnd end) {
        this(json, end, false);
    }
}
