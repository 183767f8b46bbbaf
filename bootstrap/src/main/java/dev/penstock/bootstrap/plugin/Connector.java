package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Proxy;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A plug-in's kind and what is configured for a seat → a generation for it.
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
    <C extends AutoCloseable> Prepared<C> connect(LoadedPlugin plugin, LoadedPlugin.Kind kind, Seat<C> seat)
            throws PluginException {
        PluginThread threads = new PluginThread("plug-in " + kind.name(), plugin.loader());
        PluginContext context = new PluginContext(seat.seating().name(), clock, userAgent, proxies);
        List<C> connections = threads.within(patience, () -> connect(kind, seat, context),
                late -> late.forEach(one -> Generation.close(one, seat::redact)));
        return new Prepared<>(seat, new Generation<>(plugin, threads, connections, seat::redact));
    }

    private static <C extends AutoCloseable> List<C> connect(LoadedPlugin.Kind kind, Seat<C> seat,
            PluginContext context) {
        List<C> made = new ArrayList<>();
        boolean whole = false;
        try {
            for (Settings settings : seat.seating().settings()) {
                made.add(seat.make(kind.plugin(), settings, context));
            }
            whole = true;
            return made;
        } finally {
            if (!whole) {
                made.forEach(one -> Generation.close(one, seat::redact));
            }
        }
    }
}
