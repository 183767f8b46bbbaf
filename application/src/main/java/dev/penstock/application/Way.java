package dev.penstock.application;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A way to an upstream, opened by one key, and what can be asked there.
public record Way(ChatCompletionPort chat, Optional<TextCompletionPort> texts,
        Optional<EmbeddingPort> embeddings, Map<ClientApi, RelayPort> relays) {
    public Way {
        Objects.requireNonNull(chat, "chat");
        Objects.requireNonNull(texts, "texts");
        Objects.requireNonNull(embeddings, "embeddings");
        relays = Map.copyOf(relays);
    }

    /// Where the request can be sent as the client wrote it.
    Optional<RelayPort> relay(ClientRequest request) {
        return request.written().flatMap(_ -> request.api()).map(relays::get);
    }

    /// The request as it is to be sent here.
    ///
    /// @throws RefusedException if it has to be translated, and cannot be
    ChatRequest form(ClientRequest request) {
        return relay(request).flatMap(_ -> request.written()).orElseGet(request::translated);
    }

    /// Where nothing but chat completions can be asked for.
    public static Way toChat(ChatCompletionPort chat) {
        return new Way(chat, Optional.empty(), Optional.empty(), Map.of());
    }
}
