package dev.penstock.bootstrap;

import dev.penstock.application.ConcurrencySettings;
import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which providers there are: those of the file, and those whose variables are set; and which of them is the default.
final class ProviderChoice {
    /// A provider that exists as soon as one variable is set.
    private record FromEnvironment(String name, String keyVariable, String addressVariable, String makesIt) {}

    private static final List<FromEnvironment> KNOWN = List.of(
            new FromEnvironment("dashscope", "DASHSCOPE_KEY", "DASHSCOPE_BASE_URL", "DASHSCOPE_KEY"),
            new FromEnvironment("openrouter", "OPENROUTER_KEY", "OPENROUTER_BASE_URL", "OPENROUTER_KEY"),
            new FromEnvironment("anthropic", "ANTHROPIC_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_KEY"),
            new FromEnvironment("openai-compatible", "OPENAI_COMPATIBLE_KEY", "OPENAI_COMPATIBLE_BASE_URL",
                    "OPENAI_COMPATIBLE_BASE_URL"),
            new FromEnvironment("ollama", "OLLAMA_KEY", "OLLAMA_BASE_URL", "OLLAMA_BASE_URL"));
    private static final String DEMO = "demo";
    private static final String NO_FOLDER = ". If a plug-in is to bring it, make a folder 'plugins' here, even an empty one";

    private final Environment environment;
    private final Set<String> kinds;
    private final boolean plugins;
    private final ConcurrencySettings usual;
    private final List<Problem> problems;
    private final Set<String> overridden = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    /// @param kinds those that are built in
    /// @param plugins whether others may come from plug-ins
    /// @param maxConnections of clients: by default, a provider gets as many requests at a time as there can be
    ProviderChoice(Environment environment, Set<String> kinds, boolean plugins, int maxConnections,
            List<Problem> problems) {
        this.environment = environment;
        this.kinds = kinds;
        this.plugins = plugins;
        this.usual = ConcurrencySettings.upTo(maxConnections);
        this.problems = problems;
    }

    /// All of them by name, the file's first.
    ///
    /// @param file the settings of each by its name
    Map<String, ProviderConfig> all(Map<String, Map<String, String>> file) {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        file.forEach((name, values) -> {
            if (ProviderId.isWellFormed(name)) {
                settings.put(name, values);
            } else {
                problems.add(new Problem("providers." + name,
                        "is no provider name: lower-case letters, digits and dashes, a letter first"));
            }
        });
        for (FromEnvironment known : KNOWN) {
            if (environment.get(known.makesIt()).isPresent()) {
                settings.computeIfAbsent(known.name(), _ -> Map.of());
            }
        }
        Map<String, ProviderConfig> providers = new LinkedHashMap<>();
        settings.forEach((name, values) -> providers.put(name, config(name, values)));
        return providers;
    }

    /// What is set and does nothing.
    ///
    /// @param named the variables that the file names, which does something
    List<String> unused(Set<String> named) {
        List<String> unused = new ArrayList<>();
        for (FromEnvironment known : KNOWN) {
            for (String variable : List.of(known.keyVariable(), known.addressVariable())) {
                if (environment.get(variable).isPresent() && !used.contains(variable)
                        && !named.contains(variable)) {
                    unused.add(variable + " does nothing" + whyUnused(known));
                }
            }
        }
        return unused;
    }

    private String whyUnused(FromEnvironment known) {
        if (overridden.contains(known.name())) {
            return ": the provider '" + known.name() + "' has its keys in the file";
        }
        return environment.get(known.makesIt()).isPresent()
                ? ": the provider '" + known.name() + "' is of another kind"
                : " without " + known.makesIt();
    }

    /// The default: the one that was asked for, else DashScope, else OpenRouter, else the first, else the demo, which is
    /// added where it is needed.
    ProviderConfig pick(Optional<String> asked, Map<String, ProviderConfig> providers) {
        String name = asked.orElseGet(() -> List.of("dashscope", "openrouter")
                .stream()
                .filter(providers::containsKey)
                .findFirst()
                .or(() -> providers.keySet().stream().findFirst())
                .orElse(DEMO));
        if (name.equals(DEMO)) {
            return providers.computeIfAbsent(DEMO, _ -> config(DEMO, Map.of()));
        }
        ProviderConfig found = providers.get(name);
        if (found == null) {
            problems.add(new Problem(environment.get("UPSTREAM_SERVICE").isPresent()
                    ? "UPSTREAM_SERVICE"
                    : "default.provider", missing(name, providers.keySet())));
            return config(DEMO, Map.of());
        }
        return found;
    }

    private static String missing(String name, Set<String> providers) {
        return KNOWN.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .map(known -> "'" + name + "' needs " + known.makesIt() + ", which is not set")
                .orElseGet(() -> "no provider is called '" + name + "'"
                        + (providers.isEmpty() ? "" : "; configured are " + String.join(", ", providers))
                        + DidYouMean.hint(name, candidates(providers)));
    }

    private static Set<String> candidates(Set<String> providers) {
        Set<String> candidates = new TreeSet<>(providers);
        candidates.add(DEMO);
        KNOWN.forEach(known -> candidates.add(known.name()));
        return candidates;
    }

    private ProviderConfig config(String name, Map<String, String> values) {
        Map<String, String> settings = new LinkedHashMap<>(values);
        String kind = Optional.ofNullable(settings.remove("kind")).orElse(name);
        boolean wellFormed = ProviderId.isWellFormed(kind);
        if (!kinds.contains(kind) && !(plugins && wellFormed)) {
            String hint = DidYouMean.hint(kind, kinds);
            problems.add(new Problem("providers." + name + ".kind", "no plug-in is of the kind '" + kind
                    + "'; there are " + String.join(", ", new TreeSet<>(kinds))
                    + (hint.isEmpty() && wellFormed ? NO_FOLDER : hint)));
        }
        List<Secret> keys = keys(settings, "providers." + name + ".keys");
        ConcurrencySettings concurrency = concurrency(settings, "providers." + name);
        Map<String, String> variables = new HashMap<>();
        KNOWN.stream()
                .filter(known -> known.name().equals(name) && known.name().equals(kind))
                .forEach(known -> {
                    overridden.add(name);
                    Map.of("key", known.keyVariable(), "base-url", known.addressVariable())
                            .forEach((setting, variable) -> environment.get(variable).ifPresent(value -> {
                                if (keys.isEmpty() || !setting.equals("key")) {
                                    settings.put(setting, value);
                                    variables.put(setting, variable);
                                    used.add(variable);
                                }
                            }));
                });
        return new ProviderConfig(new ProviderId(name), kind, "providers." + name, settings, variables, keys,
                concurrency);
    }

    /// Takes the key pool out of the settings: the plug-in gets one key at a time.
    private List<Secret> keys(Map<String, String> settings, String path) {
        List<String> keys = Optional.ofNullable(settings.remove("keys"))
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        if (!keys.isEmpty() && settings.remove("key") != null) {
            problems.add(new Problem(path, "stands beside 'key'; give one of the two"));
        }
        return keys.stream()
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .distinct()
                .map(Secret::of)
                .toList();
    }

    /// Takes out of the settings what is the gateway's business and not the plug-in's.
    private ConcurrencySettings concurrency(Map<String, String> settings, String path) {
        Map<String, String> own = new HashMap<>();
        for (String name : List.of("max-concurrent", "queue", "queue-timeout")) {
            Optional.ofNullable(settings.remove(name)).ifPresent(value -> own.put(name, value));
        }
        OverriddenSettings read = OverriddenSettings.of(path, own, Map.of(), environment);
        ConcurrencySettings concurrency = new ConcurrencySettings(
                read.settings().count("max-concurrent", usual.most()),
                read.settings().number("queue", usual.queue()),
                read.settings().duration("queue-timeout", usual.queueTimeout()));
        problems.addAll(read.problems());
        return concurrency;
    }
}
