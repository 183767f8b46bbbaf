package dev.penstock.testkit;

import dev.penstock.spi.InterceptorPlugin;

final class SoundObserverContractTest implements InterceptorContract {
    @Override
    public InterceptorPlugin plugin() {
        return new SoundObserver();
    }
}
