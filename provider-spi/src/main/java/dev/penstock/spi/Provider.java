package dev.penstock.spi;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import java.util.Map;
import java.util.Optional;

/// A connected provider. Safe for concurrent use.
public interface Provider extends AutoCloseable {

    ChatCompletionPort chat();

    /// Where the answers come from, for the people who start the gateway: an address, without credentials.
    String target();

    /// Where to ask for the upstream's models; present exactly if the plug-in claims [Capability#MODEL_CATALOG].
    default Optional<ModelCatalog> catalog() {
        return Optional.empty();
    }

    /// Completes texts; present exactly if the plug-in claims [Capability#TEXT_COMPLETIONS].
    default Optional<TextCompletionPort> texts() {
        return Optional.empty();
    }

    /// Gives embeddings; present exactly if the plug-in claims [Capability#EMBEDDINGS].
    default Optional<EmbeddingPort> embeddings() {
        return Optional.empty();
    }

    /// The APIs beside Chat Completions that the upstream speaks itself, so that requests in them need not be translated;
    /// it is a matter of settings rather than of capability.
    default Map<ClientApi, RelayPort> relays() {
        return Map.of();
    }

    /// Ends what is running and lets go of what was opened. May be called more than once.
    @Override
    void close();
}
