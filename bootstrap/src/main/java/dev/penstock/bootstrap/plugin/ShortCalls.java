package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.SettingsException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Calls to what sits on a seat, each of which ought to be short: one that is not is given up at its time-out.
///
/// Safe for concurrent use.
final class ShortCalls<C extends AutoCloseable> {
    private static final Duration LOOK = Duration.ofMillis(100);

    private enum State {
        RUNNING, GIVEN_UP, DONE
    }

    private final Seat<C> seat;
    private final Duration timeout;
    private final Limits limits;

    /// How much one version may have to do.
    ///
    /// @param running how many calls at a time; others wait
    /// @param lost how many of those that were given up may still run while another is made
    /// @param patient whether others wait for as long as it takes, until the thread is interrupted, and not for one time-out
    record Limits(int running, int lost, boolean patient) {}

    ShortCalls(Seat<C> seat, Duration timeout, Limits limits) {
        this.seat = seat;
        this.timeout = timeout;
        this.limits = limits;
    }

    /// Asks whoever sits there now.
    ///
    /// @throws PluginException if nobody does, or it fails, or does not come back in time
    <T> T ask(Function<C, T> question) throws PluginException {
        Generation<C> generation = begun();
        return run(generation, question);
    }

    /// Asks that version, though another may have taken its place.
    ///
    /// @param generation that the caller has entered, and leaves
    /// @throws PluginException if it fails, or does not come back in time
    <T> T ask(Generation<C> generation, Function<C, T> question) throws PluginException {
        generation.enterAgain();
        if (!begins(generation, timeout)) {
            throw busy();
        }
        return run(generation, question);
    }

    /// @return one that was entered, with a call that has begun
    private Generation<C> begun() throws PluginException {
        while (true) {
            Generation<C> generation = enter();
            if (begins(generation, limits.patient() ? LOOK : timeout)) {
                return generation;
            }
            if (!limits.patient()) {
                throw busy();
            }
        }
    }

    /// @return one that has to be left again
    Generation<C> enter() throws PluginException {
        return seat.enter()
                .orElseThrow(() -> new PluginException(
                        "no plug-in of the kind '" + seat.seating().kind() + "' is loaded"));
    }

    /// Begins a call, or leaves what was entered for it.
    private boolean begins(Generation<C> entered, Duration patience) throws PluginException {
        boolean begun = false;
        try {
            int lost = entered.calls().lost();
            if (lost > limits.lost()) {
                throw new PluginException(
                        "it is not called while " + lost + " calls of before have not come back");
            }
            begun = entered.calls().begin(limits.running(), patience);
            return begun;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PluginException("the gateway stops");
        } finally {
            if (!begun) {
                entered.leave();
            }
        }
    }

    private PluginException busy() {
        return new PluginException("it has " + limits.running() + " calls to answer already");
    }

    private <T> T run(Generation<C> generation, Function<C, T> question) throws PluginException {
        AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        try {
            return new PluginThread("plug-in " + seat.seating().path(), generation.loader()).within(timeout,
                    () -> {
                        try {
                            return question.apply(generation.connection(0));
                        } finally {
                            end(generation, state);
                        }
                    }, _ -> {
                    });
        } catch (NoThreadException e) {
            end(generation, state);
            throw new PluginException(String.valueOf(e.getMessage()));
        } catch (SettingsException e) { // out of time: they were read long ago
            throw new PluginException(PluginLoader.reason(e));
        } finally {
            if (state.compareAndSet(State.RUNNING, State.GIVEN_UP)) {
                generation.calls().giveUp();
            }
        }
    }

    private static void end(Generation<?> generation, AtomicReference<State> state) {
        generation.calls().end(!state.compareAndSet(State.RUNNING, State.DONE));
        generation.leave();
    }

    /// What was thrown, in one line and without the secrets that the plug-in was given.
    String reason(PluginException e) {
        return seat.redact(String.valueOf(e.getMessage()));
    }
}
