package dev.penstock.adapter.anthropic;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.MessagesSpeech;
import dev.penstock.testkit.UpstreamProviderContract;
import dev.penstock.testkit.UpstreamSpeech;
import java.util.Set;

final class AnthropicContractTest implements UpstreamProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new AnthropicPlugin();
    }

    @Override
    public UpstreamSpeech speech() {
        return new MessagesSpeech();
    }

    @Override
    public Set<ClientApi> relayed() {
        return Set.of(ClientApi.MESSAGES);
    }
}
