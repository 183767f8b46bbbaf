package dev.penstock.adapter.demo;

import dev.penstock.domain.access.Secret;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.ProviderContract;
import java.net.URI;
import java.util.Map;

final class DemoContractTest implements ProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new DemoPlugin();
    }

    @Override
    public Map<String, String> settings(URI upstream, Secret key) {
        return Map.of("pace", "0s");
    }
}
