package dev.penstock.domain.port;

import java.util.List;

/// Tells which models an upstream offers.
@FunctionalInterface
public interface ModelCatalog {

    /// What the upstream offers, in its order. Blocks while it asks.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException if the upstream does not tell
    List<CatalogModel> models();
}
