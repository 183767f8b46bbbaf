package dev.penstock.bootstrap;

import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.SettingsException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes providers out of their settings.
final class Connections {
    private Connections() {}

    /// Connects what can be connected, which contacts nobody; the caller closes it.
    ///
    /// @param configured those whose kind no plug-in has are passed over: that has been said already
    /// @param problems gets what is wrong with the settings
    static Map<ProviderId, Provider> open(List<ProviderConfig> configured,
            Map<String, ProviderPlugin> plugins,
            Function<URI, Optional<URI>> proxies, InstantSource clock, List<Problem> problems) {
        Map<ProviderId, Provider> connected = new LinkedHashMap<>();
        for (ProviderConfig provider : configured) {
            ProviderPlugin plugin = plugins.get(provider.kind());
            if (plugin == null) {
                continue;
            }
            ProviderContext context = new ProviderContext(provider.id(), clock, "Penstock/" + Version.TEXT,
                    proxies);
            try {
                connected.put(provider.id(),
                        plugin.connect(new ProviderSettings(provider.path(), provider.settings()), context));
            } catch (SettingsException e) {
                problems.addAll(
                        OverriddenSettings.placed(e.problems(), provider.path(), provider.variables()));
            }
        }
        return connected;
    }
}
