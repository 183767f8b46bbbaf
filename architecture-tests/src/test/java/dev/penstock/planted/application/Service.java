package dev.penstock.planted.application;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.NullMarked;

/// An application that knows a technology.
@NullMarked
public final class Service {
    final JsonNode tree;

    public Service(JsonNode tree) {
        this.tree = tree;
    }
}
