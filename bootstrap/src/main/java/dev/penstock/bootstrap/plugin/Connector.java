package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.Provider;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.Proxy;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A plug-in's kind and a provider's settings → a generation.
///
/// @param userAgent what the gateway calls itself towards upstreams
/// @param proxies the proxy to go through to a URI
/// @param patience how long a plug-in may take to connect
public record Connector(InstantSource clock, String userAgent, Function<URI, Optional<Proxy>> proxies,
        Duration patience) {

    /// Connects once for each key.
    ///
    /// @throws SettingsException if the settings are wrong
    /// @throws PluginException if the plug-in fails, or does not come back in time
    Generation connect(LoadedPlugin plugin, LoadedPlugin.Kind kind, Seating seating) throws PluginException {
        PluginThread threads = new PluginThread("plug-in " + kind.name(), plugin.loader());
        PluginContext context = new PluginContext(seating.id().value(), clock, userAgent, proxies);
        List<Connection> connections = threads.within(patience, () -> connect(kind, seating, context),
                late -> late.forEach(one -> Generation.close(one.provider())));
        return new Generation(plugin, threads, connections);
    }

    private static List<Connection> connect(LoadedPlugin.Kind kind, Seating seating,
            PluginContext context) {
        List<Provider> providers = new ArrayList<>();
        boolean whole = false;
        try {
            for (Settings settings : seating.settings()) {
                providers.add(kind.plugin().connect(settings, context));
            }
            List<Connection> connections = providers.stream().map(Connection::of).toList();
            whole = true;
            return connections;
        } finally {
            if (!whole) {
                providers.forEach(Generation::close);
            }
        }
    }
}
