package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import dev.penstock.spi.ProviderSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment and file → [GatewayConfig], or every problem there is.
final class ConfigReader {
    static final String FILE = "penstock.yaml";
    private static final Set<String> SECTIONS = Set.of("listener", "default", "answer-timeout", "providers",
            "routes");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|KIB|MIB)?");

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
    /// @param kinds the kinds of providers there are
    /// @throws ConfigException with all problems
    static GatewayConfig read(Environment environment, Path workingDirectory, Optional<Path> named,
            Set<String> kinds) {
        return new ConfigReader(environment, kinds).read(workingDirectory, named);
    }

    private GatewayConfig read(Path workingDirectory, Optional<Path> named) {
        Optional<Path> path = named.or(() -> environment.get("PENSTOCK_CONFIG").map(Path::of))
                .or(() -> Optional.of(Path.of(FILE))
                        .filter(file -> Files.exists(workingDirectory.resolve(file))));
        ConfigFile file = ConfigFile.read(path, workingDirectory, environment, problems);
        for (String name : file.names()) {
            if (!SECTIONS.contains(name)) {
                problems.add(new Problem(name, "unknown setting" + DidYouMean.hint(name, SECTIONS)));
            }
        }
        OverriddenSettings listener = settings("listener", file, Map.of("PORT", "port",
                "PENSTOCK_HOST", "host", "PENSTOCK_API_KEY", "api-key"));
        ListenerSettings listenerSettings = listener(listener.settings());
        Optional<Secret> apiKey = listener.settings().secret("api-key");
        problems.addAll(listener.problems());
        warnIfOpen(listenerSettings.host(), apiKey, listener);

        OverriddenSettings chosen = settings("default", file,
                Map.of("UPSTREAM_SERVICE", "provider", "DEFAULT_MODEL", "model"));
        Optional<String> provider = chosen.settings().text("provider");
        Optional<String> model = chosen.settings().text("model");
        problems.addAll(chosen.problems());
        ProviderChoice choice = new ProviderChoice(environment, kinds, problems);
        Map<String, ProviderConfig> providers = choice.all(file.sections("providers"));
        ProviderConfig defaultProvider = choice.pick(provider, providers);
        String fallback = defaultProvider.kind().equals("openrouter") ? "qwen/qwen3-max" : "qwen3-max";
        Duration answerTimeout = answerTimeout(file);
        List<ModelRoute> routes = routes(file, providers.keySet());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems, List.copyOf(providers.values()));
        }
        warnings.addAll(file.warnings());
        warnings.addAll(choice.unused());
        return new GatewayConfig(listenerSettings, apiKey, List.copyOf(providers.values()), routes,
                new UpstreamModel(defaultProvider.id(), model.orElse(fallback)), answerTimeout,
                path.map(found -> found + " and the environment").orElse("the environment"), warnings);
    }

    private OverriddenSettings settings(String path, ConfigFile file, Map<String, String> variables) {
        return OverriddenSettings.of(path, file.section(path), variables, environment);
    }

    private ListenerSettings listener(ProviderSettings settings) {
        ListenerSettings usual = ListenerSettings.of("127.0.0.1", 3000);
        String host = settings.text("host").map(ConfigReader::withoutBrackets).orElse(usual.host());
        int port = settings.text("port").map(text -> port(settings, text)).orElse(usual.port());
        long bodyLimit = settings.text("body-limit")
                .map(text -> size(settings, text))
                .orElse(usual.bodyLimit());
        List<String> origins = settings.text("cors-origins")
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(o -> !o.isEmpty())
                        .toList())
                .orElse(usual.corsOrigins());
        return new ListenerSettings(host, port, bodyLimit, origins,
                settings.count("max-connections", usual.maxConnections()),
                settings.duration("read-timeout", usual.readTimeout()),
                settings.duration("idle-timeout", usual.idleTimeout()),
                settings.duration("drain-timeout", usual.drainTimeout()));
    }

    /// IPv6 addresses stand in brackets only where a port follows.
    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(ProviderSettings settings, String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        settings.reject("port", "'" + text + "' is not a port: a number from 0 (any that is free) to 65535");
        return 0;
    }

    private static long size(ProviderSettings settings, String text) {
        Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            settings.reject("body-limit", "'" + text + "' is not a size such as 10MB, 512KB or 10485760");
            return 0;
        }
        long number = Long.parseLong(size.group(1));
        long bytes = number * switch (Optional.ofNullable(size.group(2)).orElse("B")) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "KIB" -> 1024;
            case "MIB" -> 1024 * 1024;
            default -> 1;
        };
        if (bytes < 1 || bytes > 1_000_000_000) {
            settings.reject("body-limit", "'" + text + "' is out of range: from 1 byte to 1000MB");
        }
        return bytes;
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

    private void warnIfOpen(String host, Optional<Secret> apiKey, OverriddenSettings listener) {
        try {
            if (apiKey.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
                warnings.add("anybody who reaches " + host
                        + " can use your providers; set PENSTOCK_API_KEY to ask for a key");
            }
        } catch (UnknownHostException e) {
            problems.add(new Problem(listener.placeOf("host"),
                    "'" + host + "' is not an address of this machine"));
        }
    }

    private List<ModelRoute> routes(ConfigFile file, Set<String> providers) {
        List<ModelRoute> routes = new ArrayList<>();
        file.lists("routes").forEach((model, targets) -> {
            List<UpstreamModel> upstreams = new ArrayList<>();
            for (String target : targets) {
                target(target, "routes." + model, providers).ifPresent(upstreams::add);
            }
            if (targets.isEmpty()) {
                problems.add(new Problem("routes." + model, "leads nowhere; give provider/model"));
            } else if (!upstreams.isEmpty()) {
                routes.add(new ModelRoute(model, upstreams));
            }
        });
        return routes;
    }

    private Optional<UpstreamModel> target(String text, String path, Set<String> providers) {
        String[] parts = text.split("/", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            problems.add(new Problem(path, "'" + text + "' is not of the form provider/model"));
            return Optional.empty();
        }
        if (!providers.contains(parts[0])) {
            problems.add(new Problem(path, "no provider is called '" + parts[0] + "'"
                    + DidYouMean.hint(parts[0], providers)));
            return Optional.empty();
        }
        return Optional.of(new UpstreamModel(new ProviderId(parts[0]), parts[1]));
    }
}
