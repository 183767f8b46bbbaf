package com.example.acme;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.OpenAiProviderContract;

final class AcmeContractTest implements OpenAiProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new AcmePlugin();
    }
}
