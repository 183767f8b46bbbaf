package dev.penstock.application;

import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Puts the upstreams of a route into the order in which to try them now: those that are well, as the route has them;
/// then those whose keys all rest; and not at all those whose circuit is open.
///
/// Safe for concurrent use.
public final class Planner {
    /// Why an upstream is not simply tried.
    ///
    /// @param why `keys_resting` (then it is tried last) or `circuit_open` (then it is not tried)
    /// @param until by when that is over
    record Obstacle(String why, Instant until) {}

    /// An upstream of the route.
    record Candidate(UpstreamModel upstream, Optional<Obstacle> obstacle) {
        boolean triedAtAll() {
            return obstacle.map(one -> !one.why().equals(CIRCUIT_OPEN)).orElse(true);
        }
    }

    static final String CIRCUIT_OPEN = "circuit_open";
    static final String KEYS_RESTING = "keys_resting";

    private final Providers providers;
    private final RandomGenerator random;
    private final InstantSource clock;

    /// @param random draws among upstreams with weights; safe for concurrent use, too
    public Planner(Providers providers, RandomGenerator random, InstantSource clock) {
        this.providers = providers;
        this.random = random;
        this.clock = clock;
    }

    /// All upstreams of the route, those that are not tried at the end.
    List<Candidate> candidates(ModelRoute route, String model) {
        return candidates(route, model, random);
    }

    /// The same with nothing drawn: those with weights stand as they are written.
    List<Candidate> undrawn(ModelRoute route, String model) {
        return candidates(route, model, () -> 0);
    }

    private List<Candidate> candidates(ModelRoute route, String model, RandomGenerator draw) {
        List<Candidate> well = new ArrayList<>();
        List<Candidate> resting = new ArrayList<>();
        List<Candidate> left = new ArrayList<>();
        for (UpstreamModel upstream : route.upstreams(model, draw)) {
            Candidate candidate = new Candidate(upstream, obstacle(upstream));
            if (candidate.obstacle().isEmpty()) {
                well.add(candidate);
            } else {
                (candidate.triedAtAll() ? resting : left).add(candidate);
            }
        }
        well.addAll(resting);
        well.addAll(left);
        return well;
    }

    private Optional<Obstacle> obstacle(UpstreamModel upstream) {
        Optional<Obstacle> open = providers.circuits()
                .openUntil(upstream)
                .map(until -> new Obstacle(CIRCUIT_OPEN, until));
        if (open.isPresent()) {
            return open;
        }
        Instant now = clock.instant();
        Instant wakes = providers.get(upstream.provider()).keys().wakesAt(upstream.name(), now);
        return wakes.isAfter(now) ? Optional.of(new Obstacle(KEYS_RESTING, wakes)) : Optional.empty();
    }
}
