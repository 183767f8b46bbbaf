package dev.penstock.adapter.ollama;

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
import java.util.regex.Pattern;

/// Ollama, on this machine or another, by the API of its own.
public final class OllamaPlugin implements ProviderPlugin {
    private static final URI BASE = URI.create("http://127.0.0.1:11434");
    /// What stands behind the address in documentation of other APIs, and of this one.
    private static final Pattern OF_AN_API = Pattern.compile("/(?:v1|api)$");

    @Override
    public String kind() {
        return "ollama";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.TOOLS, Capability.IMAGES, Capability.TEXT_COMPLETIONS,
                Capability.EMBEDDINGS, Capability.MODEL_CATALOG);
    }

    @Override
    public Provider connect(Settings settings, PluginContext context) {
        UpstreamSettings common = UpstreamSettings.local(settings, server(settings.uri("base-url", BASE)));
        OllamaSettings own = OllamaSettings.read(settings);
        settings.check();
        return new OllamaProvider(common, own, context);
    }

    private static URI server(URI address) {
        return URI.create(OF_AN_API.matcher(address.toString()).replaceFirst(""));
    }
}
