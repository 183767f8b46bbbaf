package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Something configured that is of a plug-in's kind. Prints no settings, for one of them may be a key.
///
/// @param name what it is called, unique in its role
/// @param path where its settings stand in the configuration
/// @param connections the settings to connect with: once, or once for each key
public record Seating(KindName kind, String name, String path, List<Map<String, String>> connections) {
    public Seating {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        connections = List.copyOf(connections);
    }

    /// Fresh ones, for they note what has been read.
    List<Settings> settings() {
        return connections.stream().map(values -> new Settings(path, values)).toList();
    }

    @Override
    public String toString() {
        return "Seating[" + path + ", " + kind + "]";
    }
}
