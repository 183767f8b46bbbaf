package dev.penstock.application;

import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.ProviderId;
import java.time.Instant;
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
    /// @param reason the latest failure's message
    public record State(Optional<Instant> lastSuccess, Optional<Instant> lastFailure,
            Optional<String> reason) {

        /// Whether the latest telling answer was a failure.
        public boolean failing() {
            return lastFailure.isPresent()
                    && lastSuccess.map(good -> good.isBefore(lastFailure.get())).orElse(true);
        }
    }

    private final ProviderId id;
    private final AtomicReference<State> state = new AtomicReference<>(
            new State(Optional.empty(), Optional.empty(), Optional.empty()));

    ProviderHealth(ProviderId id) {
        this.id = id;
    }

    public ProviderId id() {
        return id;
    }

    public State state() {
        return state.get();
    }

    void succeeded(Instant when) {
        state.updateAndGet(old -> new State(Optional.of(when), old.lastFailure(), old.reason()));
    }

    /// A client's mistake, a filter, a missing model or a throttle say nothing about the provider's health.
    void failed(Instant when, UpstreamFailure failure) {
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
            state.updateAndGet(old -> new State(old.lastSuccess(), Optional.of(when),
                    Optional.of(failure.detail().message())));
        }
    }
}
