package dev.penstock.application;

import dev.penstock.domain.route.Affinity;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Puts the upstreams of a route into the order in which to try them now: those that are well, as the route has them;
/// then those whose keys all rest; and not at all those whose circuit is open, or whose plug-in is not loaded.
///
/// Safe for concurrent use.
public final class Planner {
    /// What stands in the way.
    ///
    /// @param until by when it is gone, if time alone removes it
    record Met(Obstacle obstacle, Optional<Moment> until) {
        Met(Obstacle obstacle, Moment until) {
            this(obstacle, Optional.of(until));
        }
    }

    /// An upstream of the route.
    record Candidate(UpstreamModel upstream, Optional<Met> met) {
        boolean triedAtAll() {
            return !isMet(Obstacle.CIRCUIT_OPEN) && !isMet(Obstacle.NOT_LOADED);
        }

        boolean isMet(Obstacle obstacle) {
            return met.filter(one -> one.obstacle() == obstacle).isPresent();
        }
    }

    private final Providers providers;
    private final RandomGenerator random;
    private final Ticker ticker;

    /// @param random draws among upstreams with weights; safe for concurrent use, too
    public Planner(Providers providers, RandomGenerator random, Ticker ticker) {
        this.providers = providers;
        this.random = random;
        this.ticker = ticker;
    }

    /// Whether the session of a request decides anything: the route has affinity, and neighbours with weights or a provider
    /// with several keys.
    boolean hasChoice(ModelRoute route, String model) {
        return route.affinity() == Affinity.SESSION && (route.hasWeightedNeighbours() || route.targets()
                .stream()
                .anyMatch(target -> route.upstream(target, model).isPresent()
                        && providers.get(target.provider()).keys().all().size() > 1));
    }

    /// All upstreams of the route, those that are not tried at the end.
    ///
    /// @param session decides between neighbours with weights; if it is empty, they are drawn
    List<Candidate> candidates(ModelRoute route, String model, Optional<AffinityKey> session) {
        return candidates(session.map(key -> route.upstreams(model, key))
                .orElseGet(() -> route.upstreams(model, random)));
    }

    /// The same with nothing drawn: those with weights stand as they are written.
    List<Candidate> undrawn(ModelRoute route, String model) {
        return candidates(route.upstreams(model, () -> 0));
    }

    private List<Candidate> candidates(List<UpstreamModel> upstreams) {
        List<Candidate> well = new ArrayList<>();
        List<Candidate> resting = new ArrayList<>();
        List<Candidate> left = new ArrayList<>();
        for (UpstreamModel upstream : upstreams) {
            Candidate candidate = new Candidate(upstream, met(upstream));
            if (candidate.met().isEmpty()) {
                well.add(candidate);
            } else {
                (candidate.triedAtAll() ? resting : left).add(candidate);
            }
        }
        well.addAll(resting);
        well.addAll(left);
        return well;
    }

    private Optional<Met> met(UpstreamModel upstream) {
        if (!providers.get(upstream.provider()).loaded()) {
            return Optional.of(new Met(Obstacle.NOT_LOADED, Optional.empty()));
        }
        if (providers.circuits().state(upstream) instanceof CircuitState.Open(Moment until)) {
            return Optional.of(new Met(Obstacle.CIRCUIT_OPEN, until));
        }
        Moment now = ticker.now();
        Moment wakes = providers.get(upstream.provider()).keys().wakesAt(upstream.name(), now);
        return wakes.isAfter(now) ? Optional.of(new Met(Obstacle.KEYS_RESTING, wakes)) : Optional.empty();
    }
}
