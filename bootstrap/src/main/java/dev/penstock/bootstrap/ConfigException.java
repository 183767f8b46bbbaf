package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.spi.Problem;
import java.util.List;

/// All that is wrong with the configuration, at once.
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;
    private final transient List<ProviderConfig> providers;

    /// @param providers those whose settings nobody has looked at yet: there may be more problems
    ConfigException(List<Problem> problems, List<ProviderConfig> providers) {
        super(problems.size() + " problems in the configuration");
        this.problems = List.copyOf(problems);
        this.providers = List.copyOf(providers);
    }

    ConfigException(List<Problem> problems) {
        this(problems, List.of());
    }

    /// Never empty.
    List<Problem> problems() {
        return problems;
    }

    List<ProviderConfig> providers() {
        return providers;
    }
}
