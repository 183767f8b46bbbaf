package dev.penstock.domain.chat;

import java.util.Objects;

/// One streamed piece, ready to relay: the upstream's own JSON.
///
/// @param json one line, so without CR and LF
/// @param usageOnly whether the chunk has no choice and only tells the usage; such a chunk goes to clients that asked
///        for it, and to no other
public record ChatChunk(JsonText json, boolean usageOnly) {
    public ChatChunk {
        Objects.requireNonNull(json, "json");
    }
}
