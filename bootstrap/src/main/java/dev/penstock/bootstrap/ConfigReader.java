package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.adapter.http.responses.ResponseStoreSettings;
import dev.penstock.application.Aliases;
import dev.penstock.application.CircuitSettings;
import dev.penstock.application.RetrySettings;
import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Environment and file → [GatewayConfig], or every problem there is.
final class ConfigReader {
    static final String FILE = "penstock.yaml";
    private static final Set<String> SECTIONS = Set.of("listener", "default", "answer-timeout", "providers",
            "plugins", "usage-recorders", "interceptors", "routes", "aliases", "retry", "circuit-breaker",
            "response-store");

    /// By kind of provider; the others' models are not known here.
    private static final Map<String, String> USUAL_MODELS = Map.of("dashscope", "qwen3-max", "openrouter",
            "qwen/qwen3-max", "demo", "qwen3-max");

    private final Environment environment;
    private final Set<String> kinds;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ConfigReader(Environment environment, Set<String> kinds) {
        this.environment = environment;
        this.kinds = kinds;
    }

    /// Reads everything.
    ///
    /// @param named the file that the command line names
    /// @param kinds the kinds of providers that are built in
    /// @throws ConfigException with all problems
    static GatewayConfig read(Environment environment, Path workingDirectory, Optional<Path> named,
            Set<String> kinds) {
        return new ConfigReader(environment, kinds).read(workingDirectory, named);
    }

    private GatewayConfig read(Path workingDirectory, Optional<Path> named) {
        Optional<Path> path = named.or(() -> environment.get("PENSTOCK_CONFIG").map(Path::of))
                .or(() -> Optional.of(Path.of(FILE))
                        .filter(file -> Files.exists(workingDirectory.resolve(file))));
        boolean chosen = named.isPresent() || (environment.get("PENSTOCK_CONFIG").isPresent()
                && !environment.isFromFile("PENSTOCK_CONFIG"));
        ConfigFile file = ConfigFile.read(path, workingDirectory, environment, problems);
        for (String name : file.names()) {
            if (!SECTIONS.contains(name)) {
                problems.add(new Problem(name, "unknown setting" + DidYouMean.hint(name, SECTIONS)));
            }
        }
        OverriddenSettings listener = settings("listener", file, Map.of("PORT", "port",
                "PENSTOCK_HOST", "host", "PENSTOCK_HOSTS", "hosts", "PENSTOCK_API_KEY", "api-key",
                "PENSTOCK_ADMIN_KEY", "admin-key"));
        Optional<Secret> apiKey = listener.settings().secret("api-key");
        ListenerSettings listenerSettings = ListenerReader.read(listener.settings(), apiKey.isPresent(),
                warnings);
        Optional<Secret> adminKey = listener.settings().secret("admin-key");
        problems.addAll(listener.problems());
        checkBlankKey(file, apiKey);
        ListenerReader.checkFiles(listenerSettings, warnings);
        ListenerReader.checkHost(listenerSettings.host(), apiKey, listener, problems, warnings);

        DropInConfig plugins = new DropInReader(file, environment, problems).read(workingDirectory);
        OverriddenSettings usual = settings("default", file,
                Map.of("UPSTREAM_SERVICE", "provider", "DEFAULT_MODEL", "model"));
        Optional<String> provider = usual.settings().text("provider");
        Optional<String> model = usual.settings().text("model");
        problems.addAll(usual.problems());
        ProviderChoice choice = new ProviderChoice(environment, kinds, plugins.settings().used(),
                listenerSettings.maxConnections(), problems);
        Map<String, ProviderConfig> providers = choice.all(file.sections("providers"));
        ProviderConfig defaultProvider = choice.pick(provider, providers);
        Duration answerTimeout = answerTimeout(file);
        List<ModelRoute> routes = new RouteReader(providers.keySet(), problems).read(file.routes("routes"));
        RetrySettings retry = retry(file);
        CircuitSettings circuits = circuits(file);
        Aliases aliases = AliasReader.read(file.sections("aliases"), providers.keySet(), problems, warnings);
        ResponseStoreSettings responseStore = responseStore(file);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems, List.copyOf(providers.values()), plugins);
        }
        warnings.addAll(file.warnings());
        warnings.addAll(choice.unused(file.variables()));
        warnings.addAll(new FolderTrust(environment, workingDirectory, path.filter(_ -> !chosen))
                .warnings(providers.values(), file.variables(), plugins));
        return new GatewayConfig(listenerSettings, apiKey, adminKey, plugins, List.copyOf(providers.values()),
                routes, aliases,
                new DefaultModel(defaultProvider.id(),
                        model.or(() -> Optional.ofNullable(USUAL_MODELS.get(defaultProvider.kind())))),
                answerTimeout, retry,
                circuits, responseStore,
                path.map(found -> found + " and the environment").orElse("the environment"), warnings);
    }

    private OverriddenSettings settings(String path, ConfigFile file, Map<String, String> variables) {
        return OverriddenSettings.of(path, file.section(path), variables, environment);
    }

    /// A key that was meant to be set and is not, for instance because another variable was empty, must not leave the gateway
    /// open to everybody.
    private void checkBlankKey(ConfigFile file, Optional<Secret> apiKey) {
        String remedy = ", which would let everybody in; give a key, or ";
        if (environment.isBlank("PENSTOCK_API_KEY")) {
            problems.add(new Problem("PENSTOCK_API_KEY", "is blank" + remedy + "unset the variable"));
        } else if (apiKey.isEmpty() && file.mentions("listener", "api-key")
                && problems.stream().noneMatch(problem -> problem.path().startsWith("listener.api-key"))) {
            problems.add(new Problem("listener.api-key", "is blank" + remedy + "take the setting out"));
        }
    }

    private Duration answerTimeout(ConfigFile file) {
        Map<String, String> values = file.value("answer-timeout")
                .map(value -> Map.of("answer-timeout", value))
                .orElse(Map.of());
        OverriddenSettings top = OverriddenSettings.of("", values, Map.of(), environment);
        Duration timeout = top.settings().duration("answer-timeout", Duration.ofMinutes(10));
        problems.addAll(top.problems());
        return timeout;
    }

    private RetrySettings retry(ConfigFile file) {
        RetrySettings usual = RetrySettings.USUAL;
        OverriddenSettings retry = settings("retry", file, Map.of());
        RetrySettings read = new RetrySettings(retry.settings().count("attempts", usual.attempts()),
                retry.settings().duration("backoff", usual.backoff()),
                retry.settings().pause("longest-wait", usual.longestWait()));
        problems.addAll(retry.problems());
        return read;
    }

    private ResponseStoreSettings responseStore(ConfigFile file) {
        ResponseStoreSettings usual = ResponseStoreSettings.usual();
        OverriddenSettings store = settings("response-store", file, Map.of());
        ResponseStoreSettings read = new ResponseStoreSettings(
                store.settings().number("responses", usual.mostResponses()),
                Sizes.read(store.settings(), "memory", usual.mostBytes()),
                store.settings().duration("keep-for", usual.keptFor()));
        problems.addAll(store.problems());
        return read;
    }

    private CircuitSettings circuits(ConfigFile file) {
        CircuitSettings usual = CircuitSettings.USUAL;
        OverriddenSettings circuit = settings("circuit-breaker", file, Map.of());
        int percent = circuit.settings().count("failure-percent", usual.failurePercent());
        if (percent > 100) {
            circuit.settings().reject("failure-percent", "is a share of the calls: from 1 to 100");
            percent = 100;
        }
        CircuitSettings read = new CircuitSettings(percent,
                circuit.settings().count("window", usual.window()),
                circuit.settings().count("minimum-calls", usual.minimumCalls()),
                circuit.settings().duration("open-for", usual.openFor()));
        problems.addAll(circuit.problems());
        return read;
    }
}
