package dev.penstock.bootstrap;

import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.spi.ProviderPlugin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A gateway that was configured by variables, as a user would, with a ledger to look into.
final class RunningGateway implements AutoCloseable {
    static final String CLIENT_KEY = "sk-test-client";
    static final String PROVIDER_KEY = "sk-test-provider-0123456789";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Gateway gateway;
    private final BlockingQueue<UsageRecord> ledger = new LinkedBlockingQueue<>();

    private RunningGateway(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("PORT", "0");
        Environment environment = Environment.of(all);
        Map<String, ProviderPlugin> plugins = Plugins.found();
        GatewayConfig config = ConfigReader.read(environment, Path.of("no-such-folder"), Optional.empty(),
                plugins.keySet());
        gateway = Gateway.connect(config, plugins, new Proxies(environment), ledger::add, Clock.systemUTC());
        gateway.listen();
    }

    static RunningGateway with(Map<String, String> variables) {
        return new RunningGateway(variables);
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
        return Map.of("UPSTREAM_SERVICE", kind, prefix + "_KEY", PROVIDER_KEY, prefix + "_BASE_URL",
                upstream.baseUri().toString());
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
