package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.bootstrap.plugin.Connector;
import dev.penstock.bootstrap.plugin.DropIns;
import dev.penstock.bootstrap.plugin.KindName;
import dev.penstock.bootstrap.plugin.Role;
import dev.penstock.bootstrap.plugin.Seating;
import dev.penstock.bootstrap.plugin.Seatings;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Proxy;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes providers out of their settings, each as often as it has keys.
final class Connections {
    private static final String USER_AGENT = "Penstock/" + Version.TEXT;
    private static final Duration PLUGIN_PATIENCE = Duration.ofSeconds(5);

    private Connections() {}

    /// Connects what can be connected, which contacts nobody; the caller closes it.
    ///
    /// @param configured those of other kinds are passed over: they are plug-ins', or nobody's, which has been said already
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
            PluginContext context = new PluginContext(provider.id().value(), clock, USER_AGENT,
                    proxies);
            List<Provider> connections = new ArrayList<>();
            try {
                for (Map<String, String> settings : provider.connections()) {
                    connections.add(plugin.connect(new Settings(provider.path(), settings), context));
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

    /// Loads the plug-ins that were dropped in, and connects what is of kinds that are not built in; contacts nobody.
    /// The caller closes it.
    ///
    /// @param builtIn the kinds that are
    /// @param problems gets what is wrong with the settings
    static DropIns dropIns(DropInConfig config, List<ProviderConfig> configured, Set<String> builtIn,
            Function<URI, Optional<Proxy>> proxies, InstantSource clock, List<Problem> problems) {
        List<Seating> seatings = configured.stream()
                .filter(provider -> !builtIn.contains(provider.kind()))
                .map(provider -> new Seating(new KindName(Role.PROVIDER, provider.kind()),
                        provider.id().value(), provider.path(),
                        provider.connections()))
                .toList();
        Connector connector = new Connector(clock, USER_AGENT, proxies, PLUGIN_PATIENCE);
        return DropIns.open(config.settings(),
                builtIn.stream().map(kind -> new KindName(Role.PROVIDER, kind)).collect(Collectors.toSet()),
                new Seatings(seatings, config.recorders(), config.interceptors()), connector, problems);
    }

    static void close(Collection<Provider> connections) {
        connections.forEach(Provider::close);
    }
}
