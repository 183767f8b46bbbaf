package dev.penstock.adapter.openrouter;

import dev.penstock.openai.upstream.OpenAiProvider;
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

/// OpenRouter: many models behind one key.
public final class OpenRouterPlugin implements ProviderPlugin {
    private static final URI BASE = URI.create("https://openrouter.ai/api/v1");

    @Override
    public String kind() {
        return "openrouter";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.hosted(settings, BASE);
        OpenRouterDialect dialect = new OpenRouterDialect(settings.text("app-url"),
                settings.text("app-title").orElse("Penstock"));
        settings.check();
        return OpenAiProvider.connect(common, dialect, context);
    }
}
