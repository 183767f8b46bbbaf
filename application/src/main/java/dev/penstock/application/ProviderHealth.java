package dev.penstock.application;

import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// How a provider has been doing, judged by the answers to real requests: nothing is sent just to find out.
///
/// Safe for concurrent use.
public final class ProviderHealth {
    /// What the latest telling answers were.
    ///
    /// @param lastSuccess empty if there was none yet
    /// @param lastFailure empty if there was none yet
    /// @param reason the kind of the latest failure, in a word
    /// @param failing whether the latest telling answer was a failure
    public record State(Optional<Instant> lastSuccess, Optional<Instant> lastFailure,
            Optional<String> reason, boolean failing) {}

    /// How much it has to do now.
    ///
    /// @param running requests that it is answering
    /// @param queued requests that wait for their turn
    /// @param keys all keys
    /// @param restingKeys those that were throttled or rejected and are left alone for a while
    /// @param circuits those that are not closed, by model
    public record Load(int running, int queued, int keys, int restingKeys,
            Map<String, CircuitState> circuits) {}

    private final ProviderId id;
    private final InstantSource clock;
    private final Ticker ticker;
    private final KeyPool keys;
    private final Slots slots;
    private final Circuits circuits;
    private final AtomicReference<State> state = new AtomicReference<>(
            new State(Optional.empty(), Optional.empty(), Optional.empty(), false));

    ProviderHealth(ProviderId id, InstantSource clock, Ticker ticker, KeyPool keys, Slots slots,
            Circuits circuits) {
        this.id = id;
        this.clock = clock;
        this.ticker = ticker;
        this.keys = keys;
        this.slots = slots;
        this.circuits = circuits;
    }

    public ProviderId id() {
        return id;
    }

    public State state() {
        return state.get();
    }

    public Load load() {
        return new Load(slots.taken(), slots.queued(), keys.all().size(), keys.resting(ticker.now()),
                circuits.troubled(id));
    }

    void succeeded() {
        Instant when = clock.instant();
        state.updateAndGet(old -> new State(Optional.of(when), old.lastFailure(), old.reason(), false));
    }

    /// A client's mistake, a filter, a missing model or a throttle say nothing about the provider's health.
    void failed(UpstreamFailure failure) {
        boolean telling = switch (failure) {
            case UpstreamFailure.Rejected _ -> false;
            case UpstreamFailure.ContentFiltered _ -> false;
            case UpstreamFailure.ModelMissing _ -> false;
            case UpstreamFailure.Throttled _ -> false;
            case UpstreamFailure.CredentialUnusable _ -> true;
            case UpstreamFailure.Unavailable _ -> true;
            case UpstreamFailure.TimedOut _ -> true;
            case UpstreamFailure.Garbled _ -> true;
        };
        if (telling) {
            Instant when = clock.instant();
            state.updateAndGet(old -> new State(old.lastSuccess(), Optional.of(when),
                    Optional.of(failure.word()), true));
        }
    }
}
