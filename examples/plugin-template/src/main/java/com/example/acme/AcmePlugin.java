package com.example.acme;

import dev.penstock.openai.upstream.OpenAiProvider;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.spi.Capability;
import dev.penstock.spi.Provider;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/// Acme, a provider that does not exist: OpenAI's API with three quirks, which [AcmeDialect] sees to.
public final class AcmePlugin implements ProviderPlugin {
    private static final URI BASE = URI.create("https://api.acme.example/v1");

    /// What stands as `kind` in the gateway's configuration.
    @Override
    public String kind() {
        return "acme";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /// Reads all settings, then checks them, and only then opens anything.
    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.hosted(settings, BASE);
        AcmeDialect dialect = new AcmeDialect(settings.text("team"));
        settings.check();
        return OpenAiProvider.connect(common, dialect, context);
    }
}
