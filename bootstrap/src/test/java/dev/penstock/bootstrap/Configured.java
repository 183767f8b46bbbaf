package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.spi.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration to try: variables, and a file in a folder.
record Configured(Path folder, Map<String, String> variables) {

    static Configured in(Path folder) {
        return new Configured(folder, Map.of());
    }

    Configured with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new Configured(folder, more);
    }

    Configured file(String yaml) {
        return file(ConfigReader.FILE, yaml);
    }

    Configured file(String name, String yaml) {
        try {
            Files.writeString(folder.resolve(name), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    GatewayConfig read() {
        return read(Optional.empty());
    }

    GatewayConfig read(Optional<Path> named) {
        return ConfigReader.read(Environment.of(variables), folder, named, Plugins.found().keySet());
    }

    /// All that is wrong, whoever finds it; nothing if the gateway could start.
    List<Problem> problems() {
        try (Gateway _ = assemble()) {
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    /// What is wrong, as a person reads it: one sentence.
    String problem() {
        List<Problem> problems = problems();
        assertThat(problems).as("problems").hasSize(1);
        return problems.getFirst().toString();
    }

    /// What the reader alone finds wrong.
    List<Problem> readersProblems() {
        ConfigException e = catchThrowableOfType(ConfigException.class, this::read);
        return e == null ? List.of() : e.problems();
    }

    private Gateway assemble() {
        return Assembly.of(Environment.of(variables), folder, Optional.empty(), Plugins.found(), _ -> {
        }, Clock.systemUTC(), List.of());
    }
}
