package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.UsageRecorderPlugin;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// A configured usage recorder whose plug-in comes and goes. A record that cannot be handed over in time is lost to it, and
/// the log says so.
final class RecorderSeat implements UsageRecorder {
    private static final System.Logger LOGGER = System.getLogger(RecorderSeat.class.getName());

    private final Seat<UsageRecorder> seat;
    private final ShortCalls<UsageRecorder> calls;

    /// @param timeout for each record
    RecorderSeat(Seating seating, Duration timeout) {
        this.seat = new Seat<>(seating, (plugin, settings, context) -> ((UsageRecorderPlugin) plugin)
                .connect(settings, context));
        this.calls = new ShortCalls<>(seat, timeout, 0); // one at a time, as promised
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
            LOGGER.log(Level.WARNING, "{0} has lost the record of {1}: {2}", seat.seating().path(),
                    line.requestId(), calls.reason(e));
        }
    }

    /// Where it stands in the configuration.
    @Override
    public String toString() {
        return seat.seating().path();
    }
}
