package dev.penstock.spi;

import java.util.List;
import java.util.stream.Collectors;

/// All that is wrong with a provider's settings, at once.
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /// Never empty.
    public List<Problem> problems() {
        return problems;
    }
}
