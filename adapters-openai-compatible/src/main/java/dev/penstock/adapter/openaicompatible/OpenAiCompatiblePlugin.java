package dev.penstock.adapter.openaicompatible;

import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.upstream.Dialect;
import dev.penstock.openai.upstream.MessageEdits;
import dev.penstock.openai.upstream.OpenAiProvider;
import dev.penstock.openai.upstream.UpstreamSettings;
import dev.penstock.openai.wire.BodyEdits;
import dev.penstock.spi.Capability;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import java.util.EnumSet;
import java.util.Set;

/// Any upstream that speaks the Chat Completions API: Ollama, llama.cpp, vLLM, LM Studio, or a hosted one. The README of
/// this module has a line of configuration for each.
public final class OpenAiCompatiblePlugin implements ProviderPlugin {

    @Override
    public String kind() {
        return "openai-compatible";
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
        UpstreamSettings common = UpstreamSettings.anywhere(settings);
        boolean developerAsSystem = settings.flag("developer-as-system", false);
        settings.check();
        return OpenAiProvider.connect(common, developerAsSystem ? new OlderRoles() : Dialect.STANDARD,
                context);
    }

    /// For chat templates that do not know the role `developer`.
    private static final class OlderRoles implements Dialect {
        @Override
        public void edit(BodyEdits edits, ChatCall call) {
            MessageEdits.developerToSystem(edits);
        }
    }
}
