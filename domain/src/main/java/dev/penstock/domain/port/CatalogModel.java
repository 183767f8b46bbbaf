package dev.penstock.domain.port;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// A model that an upstream offers.
///
/// @param name as the upstream knows it
/// @param contextLength how many tokens prompt and answer may have together; empty if the upstream does not tell
/// @param displayName the model's name for people; empty if the upstream does not tell
public record CatalogModel(String name, OptionalLong contextLength, Optional<String> displayName) {
    public CatalogModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(contextLength, "contextLength");
        Objects.requireNonNull(displayName, "displayName");
    }

    /// Without a name for people.
    public CatalogModel(String name, OptionalLong contextLength) {
        this(name, contextLength, Optional.empty());
    }

    /// Of a context length that is not known.
    public static CatalogModel of(String name) {
        return new CatalogModel(name, OptionalLong.empty());
    }
}
