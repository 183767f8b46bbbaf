package dev.penstock.adapter.openrouter;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.OpenAiProviderContract;

final class OpenRouterContractTest implements OpenAiProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new OpenRouterPlugin();
    }
}
