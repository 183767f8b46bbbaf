package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.spi.Problem;
import java.util.List;
import java.util.Optional;

/// All that is wrong with the configuration, at once.
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;
    private final transient List<ProviderConfig> providers;
    private final transient Optional<DropInConfig> plugins;

    /// @param providers those whose settings nobody has looked at yet: there may be more problems
    /// @param plugins where some of them may come from, and what else
    ConfigException(List<Problem> problems, List<ProviderConfig> providers, DropInConfig plugins) {
        this(problems, providers, Optional.of(plugins));
    }

    ConfigException(List<Problem> problems) {
        this(problems, List.of(), Optional.empty());
    }

    private ConfigException(List<Problem> problems, List<ProviderConfig> providers,
            Optional<DropInConfig> plugins) {
        super(problems.size() + " problems in the configuration");
        this.problems = List.copyOf(problems);
        this.providers = List.copyOf(providers);
        this.plugins = plugins;
    }

    /// Never empty.
    List<Problem> problems() {
        return problems;
    }

    Optional<DropInConfig> plugins() {
        return plugins;
    }

    List<ProviderConfig> providers() {
        return providers;
    }
}
