package dev.penstock.planted.spi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.NullMarked;

/// A plug-in interface that knows a technology.
@NullMarked
public final class Wired {
    final JsonNode tree;

    public Wired(JsonNode tree) {
        this.tree = tree;
    }
}
