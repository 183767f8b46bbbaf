package dev.penstock.application;

import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A circuit breaker for each upstream model: what keeps failing is left alone for a while, and then tried with care.
///
/// A breaker comes into being with the first failure, so that names which clients make up cost nothing. Safe for
/// concurrent use.
final class Circuits {
    static final int MOST = 1000;
    private static final int TRIALS = 2;
    private static final CircuitState CLOSED = new CircuitState.Closed();

    private final Map<UpstreamModel, Circuit> circuits = new ConcurrentHashMap<>();
    private final ReentrantLock change = new ReentrantLock();
    private final CircuitSettings settings;
    private final CircuitBreakerConfig config;
    private final Ticker ticker;

    Circuits(CircuitSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.config = CircuitBreakerConfig.custom()
                .clock(new TickerClock(ticker))
                .slidingWindow(settings.window(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                // A trial that takes long and does not fail keeps nobody out for longer than the circuit was open.
                .maxWaitDurationInHalfOpenState(settings.openFor())
                .transitionToStateAfterWaitDuration(State.CLOSED)
                .build();
    }

    /// Lets a request go there now, if it may.
    Optional<Permit> enter(UpstreamModel upstream) {
        Circuit circuit = circuits.get(upstream);
        if (circuit == null) {
            return Optional.of(new Permit(upstream, 0)); // nearly always
        }
        change.lock();
        try {
            return circuit.breaker.tryAcquirePermission()
                    ? Optional.of(new Permit(upstream, circuit.changes))
                    : Optional.empty();
        } finally {
            change.unlock();
        }
    }

    /// Until when the upstream is left alone; empty if it is not.
    Optional<Moment> openUntil(UpstreamModel upstream) {
        return state(upstream) instanceof CircuitState.Open(Moment until)
                ? Optional.of(until)
                : Optional.empty();
    }

    /// How the upstream's circuit stands; closed if nothing is known of it.
    CircuitState state(UpstreamModel upstream) {
        Circuit circuit = circuits.get(upstream);
        return circuit == null ? CLOSED : circuit.state();
    }

    /// The circuits of one provider that are not closed, by model.
    Map<String, CircuitState> troubled(ProviderId provider) {
        Map<String, CircuitState> states = new TreeMap<>();
        circuits.forEach((upstream, circuit) -> {
            CircuitState state = circuit.state();
            if (upstream.provider().equals(provider) && !state.equals(CLOSED)) {
                states.put(upstream.name(), state);
            }
        });
        return states;
    }

    /// Closes all circuits of a provider, as if nothing had happened.
    void forget(ProviderId provider) {
        change.lock();
        try {
            circuits.keySet().removeIf(upstream -> upstream.provider().equals(provider));
        } finally {
            change.unlock();
        }
    }

    int size() {
        return circuits.size();
    }

    /// The right to ask an upstream once. Say at most once what came of it, then close it; if nothing was said, because
    /// the client left or nobody was asked, it counts for nothing.
    ///
    /// What was asked before the circuit last opened or closed says nothing about now and does not count either.
    ///
    /// Used by one thread.
    final class Permit implements AutoCloseable {
        private final UpstreamModel upstream;
        private final int changes;
        private boolean judged;

        private Permit(UpstreamModel upstream, int changes) {
            this.upstream = upstream;
            this.changes = changes;
        }

        /// The upstream has begun to answer. That is enough to end a trial: a long answer must not keep the others out.
        void begun() {
            judge(circuits.get(upstream), breaker -> {
                if (breaker.getState() == State.HALF_OPEN) {
                    succeed(breaker);
                }
            });
        }

        /// The upstream answered.
        void succeeded() {
            judge(circuits.get(upstream), this::succeed);
        }

        /// The upstream failed. Only what says that it is out of order counts; a client's mistake, a filter, a key or a
        /// throttle do not.
        void failed(UpstreamException failure) {
            if (counts(failure.failure())) {
                judge(circuit(upstream), breaker -> {
                    judged = true;
                    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                });
            }
        }

        @Override
        public void close() {
            judge(circuits.get(upstream), breaker -> {
                judged = true;
                breaker.releasePermission();
            });
        }

        private void succeed(CircuitBreaker breaker) {
            judged = true;
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }

        private void judge(@Nullable Circuit circuit, Consumer<CircuitBreaker> verdict) {
            if (circuit == null || judged) {
                return;
            }
            change.lock();
            try {
                if (circuit.changes == changes) {
                    verdict.accept(circuit.breaker);
                }
            } finally {
                change.unlock();
            }
        }
    }

    private static boolean counts(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Unavailable _,UpstreamFailure.TimedOut _,UpstreamFailure.Garbled _ -> true;
            case UpstreamFailure.Rejected _,UpstreamFailure.ContentFiltered _,UpstreamFailure.ModelMissing _ ->
                false;
            case UpstreamFailure.CredentialUnusable _,UpstreamFailure.Throttled _ -> false;
        };
    }

    /// The upstream's circuit, made if need be; null if there are too many.
    private @Nullable Circuit circuit(UpstreamModel upstream) {
        change.lock();
        try {
            Circuit circuit = circuits.get(upstream);
            if (circuit == null && hasRoom()) {
                circuit = new Circuit(CircuitBreaker.of(upstream.toString(), config));
                circuits.put(upstream, circuit);
            }
            return circuit;
        } finally {
            change.unlock();
        }
    }

    /// Once there are too many, forgets the circuits that keep nobody out.
    private boolean hasRoom() {
        if (circuits.size() >= MOST) {
            circuits.values().removeIf(Circuit::keepsNobodyOut);
        }
        return circuits.size() < MOST;
    }

    /// A breaker; it is told of, asked for leave and counted under the lock only.
    private final class Circuit {
        private final CircuitBreaker breaker;
        private int changes; // of its state, so far
        private volatile Moment openUntil = new Moment(Long.MIN_VALUE);

        Circuit(CircuitBreaker breaker) {
            this.breaker = breaker;
            breaker.getEventPublisher().onStateTransition(_ -> changed()); // perhaps by its own timer
        }

        /// The breaker itself goes on saying that it is open until somebody asks it for leave.
        CircuitState state() {
            return switch (breaker.getState()) {
                case OPEN -> timeIsOver() ? new CircuitState.HalfOpen() : new CircuitState.Open(openUntil);
                case HALF_OPEN -> new CircuitState.HalfOpen();
                default -> CLOSED;
            };
        }

        boolean keepsNobodyOut() {
            State state = breaker.getState();
            return state == State.CLOSED || (state == State.OPEN && timeIsOver());
        }

        private boolean timeIsOver() {
            return !openUntil.isAfter(ticker.now());
        }

        private void changed() {
            change.lock();
            try {
                openUntil = ticker.now().plus(settings.openFor());
                changes++;
            } finally {
                change.unlock();
            }
        }
    }
}
