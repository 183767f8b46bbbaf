package dev.penstock.adapter.usagelog;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.lang.System.Logger.Level;

/// Writes each usage record as one line to the logger [#LOGGER], at INFO, in the form [UsageLine] gives it.
public final class LogUsageRecorder implements UsageRecorder {
    public static final String LOGGER = "dev.penstock.usage";

    private final System.Logger log = System.getLogger(LOGGER);

    @Override
    public void record(UsageRecord line) {
        log.log(Level.INFO, "usage " + UsageLine.of(line));
    }
}
