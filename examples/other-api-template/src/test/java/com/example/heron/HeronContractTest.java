package com.example.heron;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.UpstreamProviderContract;
import dev.penstock.testkit.UpstreamSpeech;

final class HeronContractTest implements UpstreamProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new HeronPlugin();
    }

    @Override
    public UpstreamSpeech speech() {
        return new HeronSpeech();
    }
}
