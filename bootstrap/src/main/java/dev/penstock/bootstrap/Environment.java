package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables that the process was started with, and those of a file `.env` in its working directory. Where both have
/// one, the process's counts. An empty variable is as good as none, so that `DASHSCOPE_KEY= ./penstock` starts without
/// the key that the file has.
///
/// The only place that looks at the process's environment. Prints no values.
final class Environment {
    private static final String FILE = ".env";

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    static Environment of(Map<String, String> variables) {
        return new Environment(variables);
    }

    /// Reads both; what is wrong with the file goes to `problems`.
    static Environment read(Path workingDirectory, List<Problem> problems) {
        return read(workingDirectory, System.getenv(), problems);
    }

    static Environment read(Path workingDirectory, Map<String, String> process, List<Problem> problems) {
        Map<String, String> all = new HashMap<>();
        Path file = workingDirectory.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try {
                all.putAll(DotEnv.read(Files.readString(file), problems));
            } catch (CharacterCodingException _) {
                problems.add(new Problem(FILE, "is not UTF-8"));
            } catch (IOException e) {
                problems.add(new Problem(FILE, "cannot be read: " + e.getMessage()));
            }
        }
        all.putAll(process);
        return new Environment(all);
    }

    static Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// Whether a variable is set to nothing, or to white space.
    boolean isBlank(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::isBlank).orElse(false);
    }

    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
