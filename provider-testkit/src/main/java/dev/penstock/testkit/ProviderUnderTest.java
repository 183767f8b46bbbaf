package dev.penstock.testkit;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.spi.ProviderPlugin;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/// What the contract has to know of a provider in order to test it.
public interface ProviderUnderTest extends PluginUnderTest {

    @Override
    ProviderPlugin plugin();

    /// The settings with which the provider asks a pretend upstream instead of the real one.
    ///
    /// @param upstream the base address to ask
    /// @param key what to present there
    default Map<String, String> settings(URI upstream, Secret key) {
        return Map.of("base-url", upstream.toString(), "key", key.reveal());
    }

    /// How the upstream talks. Providers whose upstream does not speak Chat Completions bring their own.
    default UpstreamSpeech speech() {
        return new ChatCompletionsSpeech();
    }

    /// The APIs beside Chat Completions in which the provider passes requests on, with these settings.
    default Set<ClientApi> relayed() {
        return Set.of();
    }

    /// The name of an upstream model that has no peculiarities.
    default String upstreamModel() {
        return "plain-model-1";
    }
}
