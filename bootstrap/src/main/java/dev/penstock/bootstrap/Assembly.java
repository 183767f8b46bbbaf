package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.spi.Problem;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts a gateway together out of what was configured, or tells every problem there is, whoever finds it.
final class Assembly {
    private Assembly() {}

    /// Reads and connects; contacts nobody.
    ///
    /// @param named the file that the command line names
    /// @param problems what was wrong before, with `.env`
    /// @throws ConfigException with all problems, those among them
    static Gateway of(Environment environment, Path workingDirectory, Optional<Path> named,
            Map<String, ProviderPlugin> plugins, UsageRecorder recorder, InstantSource clock,
            List<Problem> problems) {
        List<Problem> all = new ArrayList<>(problems);
        Function<URI, Optional<Proxy>> proxies = _ -> Optional.empty();
        try {
            proxies = new Proxies(environment);
        } catch (ConfigException e) {
            all.addAll(e.problems());
        }
        try {
            GatewayConfig config = ConfigReader.read(environment, workingDirectory, named, plugins.keySet());
            if (all.isEmpty()) {
                return Gateway.connect(config, plugins, proxies, recorder, clock);
            }
            addNew(problemsOf(config.providers(), Optional.of(config.plugins()), plugins, clock), all);
        } catch (ConfigException e) {
            all.addAll(e.problems());
            addNew(problemsOf(e.providers(), e.plugins(), plugins, clock), all);
        }
        throw new ConfigException(all);
    }

    /// Without those of a setting that has a problem already: that a key is missing, for example, whose variable is not set.
    private static void addNew(List<Problem> more, List<Problem> all) {
        Set<String> known = all.stream().map(Problem::path).collect(Collectors.toSet());
        more.stream()
                .filter(problem -> !known.contains(problem.path()) && !isKeyOfPool(problem.path(), known))
                .forEach(all::add);
    }

    /// Whether it is a provider's `key`, and its `keys` have a problem already.
    private static boolean isKeyOfPool(String path, Set<String> known) {
        return path.endsWith(".key") && known.contains(path + "s");
    }

    private static List<Problem> problemsOf(List<ProviderConfig> providers, Optional<DropInConfig> folder,
            Map<String, ProviderPlugin> plugins, InstantSource clock) {
        List<Problem> problems = new ArrayList<>();
        Connections.open(providers, plugins, _ -> Optional.empty(), clock, problems)
                .values()
                .forEach(Connections::close);
        folder.ifPresent(settings -> Connections
                .dropIns(settings, providers, plugins.keySet(), _ -> Optional.empty(), clock, problems)
                .close());
        return problems;
    }
}
