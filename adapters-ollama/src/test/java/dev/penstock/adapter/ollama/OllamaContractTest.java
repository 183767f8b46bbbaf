package dev.penstock.adapter.ollama;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.UpstreamProviderContract;
import dev.penstock.testkit.UpstreamSpeech;

final class OllamaContractTest implements UpstreamProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new OllamaPlugin();
    }

    @Override
    public UpstreamSpeech speech() {
        return new OllamaSpeech();
    }
}
