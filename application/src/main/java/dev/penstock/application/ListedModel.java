package dev.penstock.application;

import java.util.Objects;

/// A model as the list of models shows it.
///
/// @param id what a client may write as `model`
/// @param ownedBy the provider that answers
public record ListedModel(String id, String ownedBy) {
    public ListedModel {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ownedBy, "ownedBy");
    }
}
