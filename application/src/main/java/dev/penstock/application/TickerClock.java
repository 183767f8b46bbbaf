package dev.penstock.application;

import dev.penstock.domain.time.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of a [Ticker] for a library that asks for a [Clock]. Its instants have no date, only differences.
final class TickerClock extends Clock {
    private final Ticker ticker;

    TickerClock(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(ticker.now().nanos());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
