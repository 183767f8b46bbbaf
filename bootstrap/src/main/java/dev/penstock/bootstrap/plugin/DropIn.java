package dev.penstock.bootstrap.plugin;

import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.bootstrap.plugin.PluginFolder.Print;
import java.util.List;
import java.util.Optional;

/// What is known of one folder: what was seen in it, what was made of it, and what went wrong.
///
/// Used by one thread at a time.
final class DropIn {
    private static final Print UNTRIED = new Print(List.of(), true);

    private final String name;
    private Print seen = Print.NOTHING;
    private Print tried = Print.NOTHING;
    private Optional<LoadedPlugin> plugin = Optional.empty();
    private List<String> problems = List.of();
    private boolean clashes;

    DropIn(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Optional<LoadedPlugin> plugin() {
        return plugin;
    }

    List<String> problems() {
        return problems;
    }

    /// @param now what is there
    /// @param patient whether it has to be there for the second time, for copying may take a while
    /// @return whether there is something to do
    boolean isDue(Print now, boolean patient) {
        boolean settled = now.equals(seen);
        seen = now;
        return !now.equals(tried) && (settled || !patient);
    }

    /// What is there is being acted on.
    Print begin() {
        tried = seen;
        clashes = false;
        return tried;
    }

    /// It is to be tried again, although nothing has changed.
    void again() {
        tried = UNTRIED;
    }

    void becomes(Optional<LoadedPlugin> next, List<String> told) {
        plugin = next;
        problems = List.copyOf(told);
    }

    /// Whatever was loaded stays.
    void failed(List<String> told, boolean clash) {
        problems = List.copyOf(told);
        clashes = clash;
    }

    /// Whether it could be loaded if somebody else were not.
    boolean clashes() {
        return clashes;
    }

    PluginStatus status() {
        return new PluginStatus(name, plugin.map(LoadedPlugin::version).orElse(""),
                plugin.map(LoadedPlugin::kinds)
                        .orElse(List.of())
                        .stream()
                        .map(LoadedPlugin.Kind::status)
                        .toList(),
                problems);
    }
}
