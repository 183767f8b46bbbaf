package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Way;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.spi.Provider;
import java.util.Objects;
import java.util.Optional;

/// A connected provider, and what it gives: asked once, so that nobody has to run its code to find out.
record Connection(Provider provider, Way way, Optional<ModelCatalog> catalog, String target) {
    Connection {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(target, "target");
    }

    static Connection of(Provider provider) {
        return new Connection(provider,
                Way.of(provider.chat(), provider.texts(), provider.embeddings(), provider.relays()),
                provider.catalog(), provider.target());
    }
}
