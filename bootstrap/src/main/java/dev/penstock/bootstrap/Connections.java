package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Proxy;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes providers out of their settings, each as often as it has keys.
final class Connections {
    private Connections() {}

    /// Connects what can be connected, which contacts nobody; the caller closes it.
    ///
    /// @param configured those whose kind no plug-in has are passed over: that has been said already
    /// @param problems gets what is wrong with the settings
    static Map<ProviderId, List<Provider>> open(List<ProviderConfig> configured,
            Map<String, ProviderPlugin> plugins,
            Function<URI, Optional<Proxy>> proxies, InstantSource clock, List<Problem> problems) {
        Map<ProviderId, List<Provider>> connected = new LinkedHashMap<>();
        for (ProviderConfig provider : configured) {
            ProviderPlugin plugin = plugins.get(provider.kind());
            if (plugin == null) {
                continue;
            }
            ProviderContext context = new ProviderContext(provider.id(), clock, "Penstock/" + Version.TEXT,
                    proxies);
            List<Provider> connections = new ArrayList<>();
            try {
                for (Map<String, String> settings : provider.connections()) {
                    connections.add(plugin.connect(new ProviderSettings(provider.path(), settings), context));
                }
                connected.put(provider.id(), connections);
            } catch (SettingsException e) {
                close(connections);
                problems.addAll(
                        OverriddenSettings.placed(e.problems(), provider.path(), provider.variables()));
            }
        }
        return connected;
    }

    static void close(Collection<Provider> connections) {
        connections.forEach(Provider::close);
    }
}
