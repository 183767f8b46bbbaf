package dev.penstock.adapter.http;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How one folder under the plug-ins' stands.
///
/// @param name the folder's
/// @param version as its jars tell; empty if they tell none, or nothing is loaded
/// @param kinds what it gives; empty if nothing is loaded
/// @param problems why it, its newest version, or what is configured of its kinds cannot be used; empty if all is well
public record PluginStatus(String name, String version, List<Kind> kinds, List<String> problems) {
    public PluginStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        kinds = List.copyOf(kinds);
        problems = List.copyOf(problems);
    }

    /// A kind of things that it makes.
    ///
    /// @param role what they are, in words: `provider`
    /// @param capabilities in words
    public record Kind(String role, String name, Set<String> capabilities) {
        public Kind {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(name, "name");
            capabilities = Set.copyOf(capabilities);
        }
    }

    /// `loaded`, `loaded_with_problems` or `failed`.
    public String state() {
        if (kinds.isEmpty()) {
            return "failed";
        }
        return problems.isEmpty() ? "loaded" : "loaded_with_problems";
    }
}
