package dev.penstock.application;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A circuit breaker for each upstream model: what keeps failing is left alone for a while, and then tried with care.
///
/// A breaker comes into being with the first failure, so that names which clients make up cost nothing. Safe for
/// concurrent use.
final class Circuits {
    private static final int MOST = 1000;
    private static final int TRIALS = 2;

    private record Circuit(CircuitBreaker breaker, AtomicReference<Instant> openUntil) {}

    private final Map<UpstreamModel, Circuit> circuits = new ConcurrentHashMap<>();
    private final CircuitSettings settings;
    private final CircuitBreakerConfig config;
    private final InstantSource clock;

    Circuits(CircuitSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.config = CircuitBreakerConfig.custom()
                .clock(clock.withZone(ZoneOffset.UTC))
                .slidingWindow(settings.window(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .build();
    }

    /// Whether a request may go there now. If so, exactly one of the methods below has to follow.
    boolean enter(UpstreamModel upstream) {
        return Optional.ofNullable(circuits.get(upstream))
                .map(circuit -> circuit.breaker().tryAcquirePermission())
                .orElse(true);
    }

    /// The upstream answered.
    void succeeded(UpstreamModel upstream) {
        Circuit circuit = circuits.get(upstream);
        if (circuit != null) {
            circuit.breaker().onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /// The upstream failed. Only what says that it is out of order counts; a client's mistake, a filter, a key or a
    /// throttle do not.
    void failed(UpstreamModel upstream, UpstreamException failure) {
        boolean counts = switch (failure.failure()) {
            case UpstreamFailure.Unavailable _,UpstreamFailure.TimedOut _,UpstreamFailure.Garbled _ -> true;
            case UpstreamFailure.Rejected _,UpstreamFailure.ContentFiltered _,UpstreamFailure.ModelMissing _,UpstreamFailure.CredentialUnusable _,UpstreamFailure.Throttled _ ->
                false;
        };
        if (!counts) {
            left(upstream);
            return;
        }
        if (circuits.containsKey(upstream) || hasRoom()) {
            circuits.computeIfAbsent(upstream, this::circuit)
                    .breaker()
                    .onError(0, TimeUnit.NANOSECONDS, failure);
        }
    }

    /// Nothing can be said: the client left, or the failure tells nothing of the upstream.
    void left(UpstreamModel upstream) {
        Circuit circuit = circuits.get(upstream);
        if (circuit != null) {
            circuit.breaker().releasePermission();
        }
    }

    /// Until when the upstream is left alone; empty if it is not.
    Optional<Instant> openUntil(UpstreamModel upstream) {
        Circuit circuit = circuits.get(upstream);
        if (circuit == null || circuit.breaker().getState() != State.OPEN) {
            return Optional.empty();
        }
        return Optional.of(circuit.openUntil().get()).filter(until -> until.isAfter(clock.instant()));
    }

    /// The circuits of one provider that are not simply closed, by model: `open` or `half_open`.
    Map<String, String> troubled(ProviderId provider) {
        Map<String, String> states = new TreeMap<>();
        circuits.forEach((upstream, circuit) -> {
            State state = circuit.breaker().getState();
            if (upstream.provider().equals(provider) && state != State.CLOSED) {
                states.put(upstream.name(), state.name().toLowerCase(Locale.ROOT));
            }
        });
        return states;
    }

    private Circuit circuit(UpstreamModel upstream) {
        Circuit circuit = new Circuit(CircuitBreaker.of(upstream.toString(), config),
                new AtomicReference<>(Instant.MIN));
        circuit.breaker()
                .getEventPublisher()
                .onStateTransition(_ -> circuit.openUntil().set(clock.instant().plus(settings.openFor())));
        return circuit;
    }

    /// Forgets circuits that are closed once there are too many.
    private boolean hasRoom() {
        if (circuits.size() >= MOST) {
            circuits.values().removeIf(circuit -> circuit.breaker().getState() == State.CLOSED);
        }
        return circuits.size() < MOST;
    }
}
