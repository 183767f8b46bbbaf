package dev.penstock.bootstrap.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Calls to what sits on a seat, each of which ought to be short: one that is not is given up at its time-out. While too
/// many that were given up have not come back, no more are made.
///
/// Safe for concurrent use.
final class ShortCalls<C extends AutoCloseable> {
    private enum State {
        RUNNING, GIVEN_UP, DONE
    }

    private final Seat<C> seat;
    private final Duration timeout;
    private final int mostLost;
    private final AtomicInteger lost = new AtomicInteger();

    /// @param mostLost how many calls that were given up may still run while another is made
    ShortCalls(Seat<C> seat, Duration timeout, int mostLost) {
        this.seat = seat;
        this.timeout = timeout;
        this.mostLost = mostLost;
    }

    /// Asks whoever sits there now.
    ///
    /// @throws PluginException if nobody does, or it fails, or does not come back in time
    <T> T ask(Function<C, T> question) throws PluginException {
        int running = lost.get();
        if (running > mostLost) {
            throw new PluginException("it is not called while " + running
                    + (running == 1 ? " call of before has" : " calls of before have") + " not come back");
        }
        Generation<C> generation = seat.enter()
                .orElseThrow(() -> new PluginException(
                        "no plug-in of the kind '" + seat.seating().kind() + "' is loaded"));
        AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        try {
            return new PluginThread("plug-in " + seat.seating().path(), generation.loader()).within(timeout,
                    () -> {
                        try {
                            return question.apply(generation.connection(0));
                        } finally {
                            generation.leave();
                            comesBack(state);
                        }
                    }, _ -> {
                    });
        } finally {
            if (state.compareAndSet(State.RUNNING, State.GIVEN_UP)) {
                lost.incrementAndGet();
            }
        }
    }

    private void comesBack(AtomicReference<State> state) {
        if (!state.compareAndSet(State.RUNNING, State.DONE)) {
            lost.decrementAndGet();
        }
    }

    /// What was thrown, in one line and without the keys that the plug-in was given.
    String reason(PluginException e) {
        return Optional.ofNullable(e.getMessage()).map(seat.seating()::redact).orElse("it failed");
    }
}
