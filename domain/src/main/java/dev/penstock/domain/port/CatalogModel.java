package dev.penstock.domain.port;

import java.util.Objects;
import java.util.OptionalLong;

/// A model that an upstream offers.
///
/// @param name as the upstream knows it
/// @param contextLength how many tokens prompt and answer may have together; empty if the upstream does not tell
public record CatalogModel(String name, OptionalLong contextLength) {
    public CatalogModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(contextLength, "contextLength");
    }

    /// Of a context length that is not known.
    public static CatalogModel of(String name) {
        return new CatalogModel(name, OptionalLong.empty());
    }
}
