package dev.penstock.application;

import dev.penstock.application.Planner.Candidate;
import dev.penstock.application.Providers.Known;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.Affinity;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells which upstreams would be tried for a model, in what order, and why any is passed over. Asks nobody and changes
/// nothing.
///
/// Safe for concurrent use.
public final class Explain {
    private final Router router;
    private final Providers providers;
    private final Planner planner;
    private final Duration answerTimeout;
    private final Duration longestWait;
    private final InstantSource clock;
    private final Ticker ticker;

    /// @param longestWait how long a request waits for a key that rests
    /// @param clock stamps the end of an obstacle
    public Explain(Router router, Providers providers, Planner planner, Duration answerTimeout,
            Duration longestWait, InstantSource clock, Ticker ticker) {
        this.router = router;
        this.providers = providers;
        this.planner = planner;
        this.answerTimeout = answerTimeout;
        this.longestWait = longestWait;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// @param api what the client speaks, if it is another API than most
    /// @param written the model as a client would write it; empty for none
    /// @param session whose request it would be; empty for any request
    /// @throws RefusedException if nobody can answer to the name
    public RouteExplanation explain(Optional<ClientApi> api, Optional<String> written,
            Optional<AffinityKey> session) {
        String model = router.meaning(api, router.effectiveModel(written));
        ModelRoute route = router.route(model);
        Optional<AffinityKey> deciding = session.filter(_ -> route.affinity() == Affinity.SESSION);
        List<Candidate> candidates = deciding.isPresent()
                ? planner.candidates(route, model, deciding)
                : planner.undrawn(route, model);
        Map<UpstreamModel, Integer> shares = shares(route, model, candidates);
        return new RouteExplanation(model, route.model().text(), route.holdBack(),
                route.limits().answer().orElse(answerTimeout), route.affinity(),
                deciding.map(AffinityKey::source),
                candidates.stream()
                        .map(candidate -> step(candidate,
                                Optional.ofNullable(shares.get(candidate.upstream())), deciding))
                        .toList());
    }

    private RouteExplanation.Step step(Candidate candidate, Optional<Integer> share,
            Optional<AffinityKey> session) {
        UpstreamModel upstream = candidate.upstream();
        Known provider = providers.get(upstream.provider());
        return new RouteExplanation.Step(upstream, candidate.triedAtAll() && !restsForLong(upstream),
                obstacle(candidate),
                candidate.met().flatMap(Planner.Met::until).map(this::stamp),
                share, provider.keys().all().size(),
                provider.keys().resting(upstream.name(), ticker.now()),
                session.flatMap(_ -> provider.keys()
                        .next(upstream.name(), Set.of(), ticker.now(), session)
                        .filter(_ -> provider.keys().all().size() > 1)
                        .map(key -> key.place() + 1)),
                provider.slots().taken(),
                provider.slots().queued());
    }

    private boolean restsForLong(UpstreamModel upstream) {
        Moment now = ticker.now();
        Moment asked = providers.get(upstream.provider()).keys().mayBeAskedAt(upstream.name(), now);
        return now.until(asked).compareTo(longestWait) > 0;
    }

    /// When that will be by the wall clock as it is set now.
    private Instant stamp(Moment moment) {
        return clock.instant().plus(ticker.now().until(moment));
    }

    private Optional<Obstacle> obstacle(Candidate candidate) {
        return candidate.met()
                .map(Planner.Met::obstacle)
                .or(() -> providers.circuits().state(candidate.upstream()) instanceof CircuitState.HalfOpen
                        ? Optional.of(Obstacle.CIRCUIT_HALF_OPEN)
                        : Optional.empty());
    }

    /// In percent. The first place is drawn among the first neighbours with weights of which any can have it: those that
    /// are well or, if none is, those whose keys rest.
    private static Map<UpstreamModel, Integer> shares(ModelRoute route, String model,
            List<Candidate> candidates) {
        boolean anyWell = candidates.stream().anyMatch(candidate -> candidate.met().isEmpty());
        Set<UpstreamModel> possible = candidates.stream()
                .filter(candidate -> anyWell ? candidate.met().isEmpty() : candidate.triedAtAll())
                .map(Candidate::upstream)
                .collect(Collectors.toSet());
        Map<UpstreamModel, Long> weights = new HashMap<>();
        for (RouteTarget target : route.targets()) {
            if (target.weight() == 0 && !weights.isEmpty()) {
                break;
            }
            Optional<UpstreamModel> upstream = route.upstream(target, model).filter(possible::contains);
            if (upstream.isPresent() && target.weight() == 0) {
                return Map.of();
            }
            upstream.ifPresent(one -> weights.merge(one, (long) target.weight(), Long::sum));
        }
        double sum = weights.values().stream().mapToLong(weight -> weight).sum();
        Map<UpstreamModel, Integer> shares = new HashMap<>();
        weights.forEach((upstream, weight) -> shares.put(upstream, (int) Math.round(100 * weight / sum)));
        return shares;
    }
}
