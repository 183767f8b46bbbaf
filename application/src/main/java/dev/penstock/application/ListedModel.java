package dev.penstock.application;

import java.util.Objects;
import java.util.OptionalLong;

/// A model as the list of models shows it.
///
/// @param id what a client may write as `model`
/// @param ownedBy the provider that answers
/// @param contextLength how many tokens prompt and answer may have together, wherever the request may end up; empty if
///        nobody told
/// @param displayName the name for people: the upstream's for a model that is listed by its own name, else the id
public record ListedModel(String id, String ownedBy, OptionalLong contextLength, String displayName) {
    public ListedModel {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ownedBy, "ownedBy");
        Objects.requireNonNull(contextLength, "contextLength");
        Objects.requireNonNull(displayName, "displayName");
    }

    /// With the id as the name for people.
    public ListedModel(String id, String ownedBy, OptionalLong contextLength) {
        this(id, ownedBy, contextLength, id);
    }
}
