package dev.penstock.adapter.dashscope;

import dev.penstock.domain.chat.ClientApi;
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

/// Alibaba Cloud DashScope in its OpenAI-compatible mode; the region is chosen by `base-url`, and a key belongs to one
/// region.
public final class DashScopePlugin implements ProviderPlugin {
    private static final URI BEIJING = URI.create("https://dashscope.aliyuncs.com/compatible-mode/v1");

    @Override
    public String kind() {
        return "dashscope";
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
        UpstreamSettings common = UpstreamSettings.hosted(settings, BEIJING);
        boolean cacheMarks = settings.flag("cache-marks", false);
        settings.check();
        return OpenAiProvider.connect(common.relaying(ClientApi.MESSAGES, messages(common.baseUri())),
                new DashScopeDialect(cacheMarks), context);
    }

    /// DashScope speaks the Messages API at another address of the same host.
    private static URI messages(URI baseUri) {
        return URI.create(
                baseUri.toString().replaceFirst("/compatible-mode/v1$", "/apps/anthropic/v1") + "/messages");
    }
}
