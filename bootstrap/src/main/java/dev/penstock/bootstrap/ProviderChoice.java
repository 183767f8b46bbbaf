package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which providers there are: those of the file, and those whose variables are set; and which of them is the default.
final class ProviderChoice {
    /// A provider that exists as soon as one variable is set.
    private record FromEnvironment(String name, String keyVariable, String addressVariable, String makesIt) {}

    private static final List<FromEnvironment> KNOWN = List.of(
            new FromEnvironment("dashscope", "DASHSCOPE_KEY", "DASHSCOPE_BASE_URL", "DASHSCOPE_KEY"),
            new FromEnvironment("openrouter", "OPENROUTER_KEY", "OPENROUTER_BASE_URL", "OPENROUTER_KEY"),
            new FromEnvironment("openai-compatible", "OPENAI_COMPATIBLE_KEY", "OPENAI_COMPATIBLE_BASE_URL",
                    "OPENAI_COMPATIBLE_BASE_URL"));
    private static final String DEMO = "demo";

    private final Environment environment;
    private final Set<String> kinds;
    private final List<Problem> problems;

    ProviderChoice(Environment environment, Set<String> kinds, List<Problem> problems) {
        this.environment = environment;
        this.kinds = kinds;
        this.problems = problems;
    }

    /// All of them by name, the file's first.
    Map<String, ProviderConfig> all(ConfigFile file) {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        for (String name : file.names("providers")) {
            if (!ProviderId.isWellFormed(name)) {
                problems.add(new Problem("providers." + name,
                        "is no provider name: lower-case letters, digits and dashes, a letter first"));
            } else if (file.isSection("providers", name) || file.values("providers." + name).isEmpty()) {
                settings.put(name, new LinkedHashMap<>(file.values("providers." + name)));
            }
        }
        for (FromEnvironment known : KNOWN) {
            if (environment.get(known.makesIt()).isPresent()) {
                settings.computeIfAbsent(known.name(), _ -> new LinkedHashMap<>());
            }
            Map<String, String> own = settings.get(known.name());
            if (own != null) {
                environment.get(known.keyVariable()).ifPresent(key -> own.put("key", key));
                environment.get(known.addressVariable()).ifPresent(uri -> own.put("base-url", uri));
            }
        }
        Map<String, ProviderConfig> providers = new LinkedHashMap<>();
        settings.forEach((name, values) -> providers.put(name, config(name, values)));
        return providers;
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
                        + DidYouMean.hint(name, List.of("dashscope",
                                "openrouter", "openai-compatible", DEMO))
                        + (providers.isEmpty()
                                ? ""
                                : "; configured are " + String.join(", ", providers)));
    }

    private ProviderConfig config(String name, Map<String, String> values) {
        Map<String, String> settings = new LinkedHashMap<>(values);
        String kind = Optional.ofNullable(settings.remove("kind")).orElse(name);
        if (!kinds.contains(kind)) {
            problems.add(new Problem("providers." + name + ".kind", "no plug-in is of the kind '" + kind + "'"
                    + DidYouMean.hint(kind, kinds) + "; there are " + String.join(", ", kinds)));
        }
        return new ProviderConfig(new ProviderId(name), kind, "providers." + name, settings);
    }
}
