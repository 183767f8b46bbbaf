package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import java.util.List;

/// All that is wrong with the configuration, at once.
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.size() + " problems in the configuration");
        this.problems = List.copyOf(problems);
    }

    /// Never empty.
    List<Problem> problems() {
        return problems;
    }
}
