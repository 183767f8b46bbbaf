package dev.penstock.bootstrap.plugin;

import java.util.Optional;

/// A generation that is connected and not in use yet.
record Prepared<C extends AutoCloseable>(Seat<C> seat, Generation<C> generation) {

    /// From now on it is used.
    void install() {
        seat.take(Optional.of(generation));
    }

    void discard() {
        generation.retire();
    }
}
