package dev.penstock.bootstrap.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// Where plug-ins are dropped in.
///
/// @param folder absolute; has a folder for each plug-in; need not be there
/// @param watch how often to look whether it has changed; zero for never
public record PluginSettings(Path folder, Duration watch) {
    public PluginSettings {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(watch, "watch");
    }

    /// Whether there is such a folder now: then a kind that nobody has may be one that comes later.
    public boolean used() {
        return Files.isDirectory(folder);
    }
}
