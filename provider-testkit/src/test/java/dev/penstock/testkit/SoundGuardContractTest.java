package dev.penstock.testkit;

import dev.penstock.spi.InterceptorPlugin;

final class SoundGuardContractTest implements InterceptorContract {
    @Override
    public InterceptorPlugin plugin() {
        return new SoundGuard();
    }
}
