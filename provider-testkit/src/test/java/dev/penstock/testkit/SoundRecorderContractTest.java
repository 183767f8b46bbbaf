package dev.penstock.testkit;

import dev.penstock.spi.UsageRecorderPlugin;

final class SoundRecorderContractTest implements UsageRecorderContract {
    @Override
    public UsageRecorderPlugin plugin() {
        return new SoundRecorder();
    }
}
