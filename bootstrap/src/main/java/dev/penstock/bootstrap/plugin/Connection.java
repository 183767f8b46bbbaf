package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Way;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.spi.Provider;
import java.util.Objects;
import java.util.Optional;

/// A connected provider, and what it gives: asked once, so that nobody has to run its code to find out.
record Connection(Provider provider, Way way, Optional<ModelCatalog> catalog,
        String target) implements AutoCloseable {
    Connection {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(target, "target");
    }

    /// Closes the provider if it cannot say what it gives.
    static Connection of(Provider provider) {
        boolean asked = false;
        try {
            Connection connection = new Connection(provider,
                    Way.of(provider.chat(), provider.texts(), provider.embeddings(), provider.relays()),
                    provider.catalog(), provider.target());
            asked = true;
            return connection;
        } finally {
            if (!asked) {
                Generation.close(provider, _ -> "it threw an exception");
            }
        }
    }

    @Override
    public void close() {
        provider.close();
    }
}
