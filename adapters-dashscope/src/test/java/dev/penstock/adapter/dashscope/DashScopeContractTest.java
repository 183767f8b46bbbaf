package dev.penstock.adapter.dashscope;

import dev.penstock.spi.ProviderPlugin;
import dev.penstock.testkit.OpenAiProviderContract;

final class DashScopeContractTest implements OpenAiProviderContract {
    @Override
    public ProviderPlugin plugin() {
        return new DashScopePlugin();
    }
}
