package dev.penstock.domain.port;

import java.util.List;

/// Tells which models an upstream offers.
@FunctionalInterface
public interface ModelCatalog {

    /// The names as the upstream knows them, in its order. Blocks while it asks.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException if the upstream does not tell
    List<String> models();
}
