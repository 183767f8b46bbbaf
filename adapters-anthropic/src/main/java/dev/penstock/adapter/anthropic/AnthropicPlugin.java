package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ClientApi;
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

/// Anthropic, and whoever else speaks its Messages API.
public final class AnthropicPlugin implements ProviderPlugin {
    /// The API demands a limit, and models think and write code within it.
    private static final int MAX_TOKENS = 32_000;
    private static final URI BASE = URI.create("https://api.anthropic.com/v1");

    @Override
    public String kind() {
        return "anthropic";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.TOOLS, Capability.IMAGES, Capability.MODEL_CATALOG);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.speaking(ClientApi.MESSAGES, AnthropicChat.PATH, settings,
                BASE);
        int maxTokens = settings.count("max-tokens", MAX_TOKENS);
        settings.check();
        return new AnthropicProvider(common, maxTokens, context);
    }
}
