package dev.penstock.domain.chat;

import dev.penstock.domain.usage.Usage;
import java.util.Objects;
import java.util.Optional;

/// The embeddings of a request's inputs.
///
/// @param json the upstream's body, verbatim
/// @param usage empty if the upstream told none
public record Embeddings(JsonText json, Optional<Usage> usage) {
    public Embeddings {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(usage, "usage");
    }
}
