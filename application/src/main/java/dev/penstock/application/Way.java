package dev.penstock.application;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.TextCompletionPort;
import java.util.Objects;
import java.util.Optional;

/// A way to an upstream, opened by one key, and what can be asked there.
public record Way(ChatCompletionPort chat, Optional<TextCompletionPort> texts,
        Optional<EmbeddingPort> embeddings) {
    public Way {
        Objects.requireNonNull(chat, "chat");
        Objects.requireNonNull(texts, "texts");
        Objects.requireNonNull(embeddings, "embeddings");
    }

    /// Where nothing but chat completions can be asked for.
    public static Way toChat(ChatCompletionPort chat) {
        return new Way(chat, Optional.empty(), Optional.empty());
    }
}
