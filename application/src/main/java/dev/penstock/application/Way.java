package dev.penstock.application;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A way to an upstream, opened by one key, and what can be asked there. What that is may change while the gateway runs,
/// where the provider is a plug-in that can be replaced.
///
/// Safe for concurrent use.
public interface Way {
    ChatCompletionPort chat();

    Optional<TextCompletionPort> texts();

    Optional<EmbeddingPort> embeddings();

    /// Where requests can be sent as clients of that API wrote them; empty if they have to be translated.
    Optional<RelayPort> relay(ClientApi api);

    /// Whether there is nobody to ask now, because the provider's plug-in is not loaded.
    default boolean vacant() {
        return false;
    }

    /// One that stays as it is.
    ///
    /// @param relays by the API that they take
    static Way of(ChatCompletionPort chat, Optional<TextCompletionPort> texts,
            Optional<EmbeddingPort> embeddings, Map<ClientApi, RelayPort> relays) {
        return new Lasting(chat, texts, embeddings, relays);
    }

    /// Where nothing but chat completions can be asked for.
    static Way toChat(ChatCompletionPort chat) {
        return of(chat, Optional.empty(), Optional.empty(), Map.of());
    }

    /// A way that stays as it is.
    record Lasting(ChatCompletionPort chat, Optional<TextCompletionPort> texts,
            Optional<EmbeddingPort> embeddings, Map<ClientApi, RelayPort> relays) implements Way {
        public Lasting {
            Objects.requireNonNull(chat, "chat");
            Objects.requireNonNull(texts, "texts");
            Objects.requireNonNull(embeddings, "embeddings");
            relays = Map.copyOf(relays);
        }

        @Override
        public Optional<RelayPort> relay(ClientApi api) {
            return Optional.ofNullable(relays.get(api));
        }
    }
}
