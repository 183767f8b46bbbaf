package dev.penstock.testkit;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Settings;
import dev.penstock.spi.UsageRecorderPlugin;
import java.util.concurrent.atomic.AtomicInteger;

/// Breaks every promise of a usage recorder: takes any setting, and throws at everything.
final class BrokenRecorder implements UsageRecorderPlugin {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final int number = MADE.incrementAndGet();

    @Override
    public String kind() {
        return "Broken No. " + number;
    }

    @Override
    public String spiVersion() {
        return "newest";
    }

    @Override
    public UsageRecorder connect(Settings settings, PluginContext context) {
        return new Thrower();
    }

    private static final class Thrower implements UsageRecorder {
        private boolean closed;

        @Override
        public void record(UsageRecord line) {
            throw new IllegalStateException("not today");
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed before");
            }
            closed = true;
        }
    }
}
