package dev.penstock.adapter.openaicompatible;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.OpenAiProviderContract;

final class OpenAiCompatibleContractTest implements OpenAiProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new OpenAiCompatiblePlugin();
    }
}
