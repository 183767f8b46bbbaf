package com.example.heron;

import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/// Heron, a provider that does not exist: an API of its own, which [HeronApi] translates.
public final class HeronPlugin implements ProviderPlugin {
    private static final URI BASE = URI.create("https://api.heron.example");

    /// What stands as `kind` in the gateway's configuration.
    @Override
    public String kind() {
        return "heron";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    /// The rest is refused: images by [HeronTurns], several choices by [HeronRequest].
    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.TOOLS);
    }

    /// Reads all settings, then checks them, and only then opens anything.
    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.translated(settings, BASE);
        settings.check();
        return new HeronProvider(common, context);
    }
}
