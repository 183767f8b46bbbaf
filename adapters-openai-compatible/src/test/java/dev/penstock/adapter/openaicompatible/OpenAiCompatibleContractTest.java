package dev.penstock.adapter.openaicompatible;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.OpenAiProviderContract;
import java.net.URI;
import java.util.Map;
import java.util.Set;

final class OpenAiCompatibleContractTest implements OpenAiProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new OpenAiCompatiblePlugin();
    }

    @Override
    public Map<String, String> settings(URI upstream, Secret key) {
        return Map.of("base-url", upstream.toString(), "key", key.reveal(), "relay-messages", "true",
                "relay-responses", "true");
    }

    @Override
    public Set<ClientApi> relayed() {
        return Set.of(ClientApi.MESSAGES, ClientApi.RESPONSES);
    }
}
