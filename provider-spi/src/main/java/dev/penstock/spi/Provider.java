package dev.penstock.spi;

import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ModelCatalog;
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

    /// Ends what is running and lets go of what was opened. May be called more than once.
    @Override
    void close();
}
