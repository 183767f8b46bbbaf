package dev.penstock.application;

import java.util.Objects;
import java.util.OptionalLong;

/// A model as the list of models shows it.
///
/// @param id what a client may write as `model`
/// @param ownedBy the provider that answers
/// @param contextLength how many tokens prompt and answer may have together, wherever the request may end up; empty if
///        nobody told
public record ListedModel(String id, String ownedBy, OptionalLong contextLength) {
    public ListedModel {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ownedBy, "ownedBy");
        Objects.requireNonNull(contextLength, "contextLength");
    }
}
