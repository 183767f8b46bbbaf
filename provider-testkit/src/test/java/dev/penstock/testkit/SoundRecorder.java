package dev.penstock.testkit;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SpiVersion;
import dev.penstock.spi.UsageRecorderPlugin;

/// A usage recorder that keeps its promises, and no records.
public final class SoundRecorder implements UsageRecorderPlugin {
    @Override
    public String kind() {
        return "recorder";
    }

    @Override
    public String spiVersion() {
        return SpiVersion.CURRENT;
    }

    @Override
    public UsageRecorder connect(Settings settings, PluginContext context) {
        settings.check();
        return _ -> {
        };
    }
}
