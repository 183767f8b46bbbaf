package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings of which some come from environment variables, whose names then stand in what is said about them: who wrote
/// `PORT=x` need not know of `listener.port`.
record OverriddenSettings(String path, Settings settings, Map<String, String> variables) {

    /// Settings of the file, over which those variables go that are set.
    ///
    /// @param variables names of settings by name of variable
    static OverriddenSettings of(String path, Map<String, String> file, Map<String, String> variables,
            Environment environment) {
        Map<String, String> all = new LinkedHashMap<>(file);
        Map<String, String> used = new HashMap<>();
        variables.forEach((variable, name) -> environment.get(variable).ifPresent(value -> {
            all.put(name, value);
            used.put(name, variable);
        }));
        return new OverriddenSettings(path, new Settings(path, all), used);
    }

    /// What was wrong with those that have been read, and those that nobody asked for.
    List<Problem> problems() {
        try {
            settings.check();
            return List.of();
        } catch (SettingsException e) {
            return placed(e.problems(), path, variables);
        }
    }

    /// What to call a setting: the variable it came from, or its path.
    String placeOf(String name) {
        return variables.getOrDefault(name, path + "." + name);
    }

    /// Problems by the variables that their settings came from.
    ///
    /// @param variables names of variables by name of setting below `path`
    static List<Problem> placed(List<Problem> problems, String path, Map<String, String> variables) {
        Map<String, String> places = new HashMap<>();
        variables.forEach((name, variable) -> places.put(path + "." + name, variable));
        return problems.stream()
                .map(problem -> new Problem(places.getOrDefault(problem.path(), problem.path()),
                        problem.message()))
                .toList();
    }
}
