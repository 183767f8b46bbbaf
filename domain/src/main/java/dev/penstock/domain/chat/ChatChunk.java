package dev.penstock.domain.chat;

import java.util.Objects;
import java.util.Optional;

/// One streamed piece, ready to relay: the upstream's own JSON, or what the provider made of an answer in another API.
///
/// @param json one line, so without CR and LF
/// @param usageOnly whether the chunk has no choice and only tells the usage; such a chunk goes to clients that asked
///        for it, and to no other
/// @param event the name of the event, if this is one of the client's own [ClientApi] and no chunk of a chat completion;
///        ASCII, one line
public record ChatChunk(JsonText json, boolean usageOnly, Optional<String> event) {
    public ChatChunk {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(event, "event");
    }

    /// A chunk of a chat completion.
    public ChatChunk(JsonText json, boolean usageOnly) {
        this(json, usageOnly, Optional.empty());
    }

    /// An event of the client's own API.
    public static ChatChunk event(String name, JsonText json) {
        return new ChatChunk(json, false, Optional.of(name));
    }
}
