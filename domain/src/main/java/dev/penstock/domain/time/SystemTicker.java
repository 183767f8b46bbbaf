package dev.penstock.domain.time;

/// @param origin in the time of [System#nanoTime()]
record SystemTicker(long origin) implements Ticker {
    @Override
    public Moment now() {
        return new Moment(System.nanoTime() - origin);
    }
}
