package dev.penstock.bootstrap;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The variables that the process was started with, and those of a file `.env` in its working directory. Where both have
/// one, the process's counts. An empty variable is as good as none.
///
/// The only place that looks at the process's environment. Prints no values.
final class Environment {
    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    static Environment of(Map<String, String> variables) {
        return new Environment(variables);
    }

    /// Reads both.
    ///
    /// @throws DotenvException if there is a `.env` that cannot be understood
    static Environment read(Path workingDirectory) {
        Map<String, String> all = new HashMap<>();
        if (Files.isRegularFile(workingDirectory.resolve(".env"))) {
            Dotenv file = Dotenv.configure().directory(workingDirectory.toString()).load();
            for (DotenvEntry entry : file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                all.put(entry.getKey(), entry.getValue());
            }
        }
        all.putAll(System.getenv());
        return new Environment(all);
    }

    static Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
