package dev.penstock.testkit;

import dev.penstock.spi.InterceptorPlugin;

final class SoundEditorContractTest implements InterceptorContract {
    @Override
    public InterceptorPlugin plugin() {
        return new SoundEditor();
    }
}
