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
import java.util.Set;

/// The variables that the process was started with, and those of a file `.env` in its working directory. Where both have
/// one, the process's counts. An empty variable is as good as none, so that `DASHSCOPE_KEY= ./penstock` starts without
/// the key that the file has.
///
/// The only place that looks at the process's environment. Prints no values.
final class Environment {
    static final String FILE = ".env";

    private final Map<String, String> variables;
    private final Set<String> process;

    private Environment(Map<String, String> variables, Set<String> process) {
        this.variables = Map.copyOf(variables);
        this.process = Set.copyOf(process);
    }

    /// Variables of the process alone.
    static Environment of(Map<String, String> variables) {
        return new Environment(variables, variables.keySet());
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
        return new Environment(all, process.keySet());
    }

    static Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// Whether a variable has its value from `.env`.
    boolean isFromFile(String name) {
        return variables.containsKey(name) && !process.contains(name);
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
