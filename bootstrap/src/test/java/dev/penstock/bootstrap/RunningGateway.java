package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.spi.ProviderPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A gateway that was configured by variables, as a user would, with a ledger to look into.
final class RunningGateway implements AutoCloseable {
    static final String CLIENT_KEY = "sk-test-client";
    static final String PROVIDER_KEY = "sk-test-provider-0123456789";
    private static final Path NOWHERE = Path.of("no-such-folder");
    private static final Pattern DEFAULT_MODEL = Pattern.compile("default:[^\\n]*model");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Gateway gateway;
    private final BlockingQueue<UsageRecord> ledger = new LinkedBlockingQueue<>();

    private RunningGateway(Path folder, Map<String, String> variables, Optional<Path> file,
            ProviderPlugin... more) {
        this(folder, variables, file, Clock.systemUTC(), more);
    }

    private RunningGateway(Path folder, Map<String, String> variables, Optional<Path> file,
            InstantSource wallClock, ProviderPlugin... more) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("PORT", "0");
        Environment environment = Environment.of(all);
        Map<String, ProviderPlugin> plugins = new HashMap<>(Plugins.found());
        for (ProviderPlugin plugin : more) {
            plugins.put(plugin.kind(), plugin);
        }
        GatewayConfig config = ConfigReader.read(environment, folder, file,
                plugins.keySet());
        gateway = Gateway.connect(config, plugins, new Proxies(environment), ledger::add, wallClock);
        gateway.listen();
    }

    static RunningGateway with(Map<String, String> variables) {
        return new RunningGateway(NOWHERE, variables, Optional.empty());
    }

    /// In a working directory, with a configuration file of that text.
    static RunningGateway in(Path folder, Map<String, String> variables, String yaml) {
        try {
            Files.writeString(folder.resolve(ConfigReader.FILE), yaml);
            return new RunningGateway(folder, withModel(variables, yaml),
                    Optional.of(folder.resolve(ConfigReader.FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With a configuration file of that text.
    ///
    /// @param more kinds of providers beside those that are built in
    static RunningGateway configured(String yaml, ProviderPlugin... more) {
        return with(Map.of(), yaml, more);
    }

    /// With a configuration file of that text, and a wall clock that may be set.
    static RunningGateway configured(String yaml, InstantSource wallClock) {
        return with(Map.of(), yaml, wallClock);
    }

    /// With variables and a configuration file of that text.
    static RunningGateway with(Map<String, String> variables, String yaml, ProviderPlugin... more) {
        return with(variables, yaml, Clock.systemUTC(), more);
    }

    private static RunningGateway with(Map<String, String> variables, String yaml, InstantSource wallClock,
            ProviderPlugin... more) {
        try {
            Path file = Files.createTempFile("penstock", ".yaml");
            try {
                Files.writeString(file, yaml);
                return new RunningGateway(NOWHERE, withModel(variables, yaml),
                        Optional.of(file.toAbsolutePath()), wallClock, more);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Requests of tests may leave their model out, whoever answers them.
    private static Map<String, String> withModel(Map<String, String> variables, String yaml) {
        Map<String, String> all = new HashMap<>(variables);
        if (!DEFAULT_MODEL.matcher(yaml).find()) {
            all.put("DEFAULT_MODEL", "qwen3-max");
        }
        return all;
    }

    /// With the demo alone.
    static RunningGateway demo() {
        return with(Map.of());
    }

    /// The default provider is of that kind and asks `upstream`.
    static RunningGateway of(String kind, FakeUpstream upstream) {
        return with(variables(kind, upstream));
    }

    static Map<String, String> variables(String kind, FakeUpstream upstream) {
        String prefix = kind.replace('-', '_').toUpperCase(Locale.ROOT);
        Map<String, String> variables = new HashMap<>(Map.of("UPSTREAM_SERVICE", kind, prefix + "_KEY",
                PROVIDER_KEY, prefix + "_BASE_URL", upstream.baseUri().toString()));
        if (!kind.equals("openrouter")) { // which has names of its own
            variables.put("DEFAULT_MODEL", "qwen3-max");
        }
        return variables;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    int port() {
        return gateway.port();
    }

    /// The next line of the ledger, which has to come soon.
    UsageRecord settled() {
        try {
            UsageRecord line = ledger.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new AssertionError("no usage was recorded");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What stands at a path, whatever its status.
    Page get(String path) {
        return Page.of(HttpRequest.newBuilder(uri(path)).build());
    }

    /// The answer to a JSON body.
    Page post(String path, String body) {
        return Page.of(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// What `/health` tells of a provider.
    JsonNode health(String provider) {
        for (JsonNode check : get("/health").json().path("checks")) {
            if (check.path("name").asText().equals("provider." + provider)) {
                return check.path("data");
            }
        }
        throw new AssertionError("nothing is told of " + provider);
    }

    /// Looks again and again until `/health` tells so of a provider, which has to come soon.
    void awaitHealth(String provider, Predicate<JsonNode> enough) {
        long deadline = System.nanoTime() + SOON.toNanos();
        JsonNode told = health(provider);
        while (!enough.test(told)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("/health still tells " + told);
            }
            told = health(provider);
        }
    }

    /// Stops, so that no line can come any more, and tells those nobody has asked for.
    List<UsageRecord> closeAndReadLedger() {
        close();
        return List.copyOf(ledger);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
