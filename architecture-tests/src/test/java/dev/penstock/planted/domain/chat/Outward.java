package dev.penstock.planted.domain.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.planted.application.Service;
import org.jspecify.annotations.NullMarked;

/// A domain that looks outwards, knows JSON and changes.
@NullMarked
public final class Outward {
    final Service service;
    final JsonNode tree;
    int changing;

    Outward(Service service, JsonNode tree) {
        this.service = service;
        this.tree = tree;
    }

    int change() {
        return ++changing;
    }
}
