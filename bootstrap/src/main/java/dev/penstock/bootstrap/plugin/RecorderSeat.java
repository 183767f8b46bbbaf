package dev.penstock.bootstrap.plugin;

import dev.penstock.application.Losses;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.UsageRecorderPlugin;
import java.time.Duration;

/// A configured usage recorder whose plug-in comes and goes. A record that it does not keep in time is lost to it, and the
/// log says so. While a call that was given up has not come back, the next record waits.
final class RecorderSeat implements UsageRecorder {
    /// One at a time, as was promised.
    private static final ShortCalls.Limits LIMITS = new ShortCalls.Limits(1, 1, true);

    private final Seat<UsageRecorder> seat;
    private final ShortCalls<UsageRecorder> calls;
    private final Losses losses;

    /// @param timeout for each record
    RecorderSeat(Seating seating, Duration timeout) {
        this.seat = new Seat<>(seating, (plugin, settings, context) -> ((UsageRecorderPlugin) plugin)
                .connect(settings, context));
        this.calls = new ShortCalls<>(seat, timeout, LIMITS);
        this.losses = new Losses(seating.path());
    }

    Seat<UsageRecorder> seat() {
        return seat;
    }

    @Override
    public void record(UsageRecord line) {
        try {
            var _ = calls.ask(recorder -> {
                recorder.record(line);
                return true;
            });
        } catch (PluginException e) {
            losses.lost("the record of " + line.requestId(), calls.reason(e));
        }
    }

    /// Where it stands in the configuration.
    @Override
    public String toString() {
        return seat.seating().path();
    }
}
