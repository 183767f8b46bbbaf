package dev.penstock.application;

import dev.penstock.application.Providers.Known;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.RouteTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Tells which upstreams would be tried for a model, in what order, and why any is passed over. Asks nobody and changes
/// nothing.
///
/// Safe for concurrent use.
public final class Explain {
    private final Router router;
    private final Providers providers;
    private final Planner planner;
    private final Duration answerTimeout;
    private final InstantSource clock;

    public Explain(Router router, Providers providers, Planner planner, Duration answerTimeout,
            InstantSource clock) {
        this.router = router;
        this.providers = providers;
        this.planner = planner;
        this.answerTimeout = answerTimeout;
        this.clock = clock;
    }

    /// @param written the model as a client would write it; empty for none
    /// @throws RefusedException if nobody can answer to the name
    public RouteExplanation explain(Optional<String> written) {
        String model = router.effectiveModel(written);
        ModelRoute route = router.route(model);
        return new RouteExplanation(model, route.model().text(), route.holdBack(),
                route.limits().answer().orElse(answerTimeout),
                planner.undrawn(route, model)
                        .stream()
                        .map(candidate -> step(route, model, candidate))
                        .toList());
    }

    private RouteExplanation.Step step(ModelRoute route, String model, Planner.Candidate candidate) {
        Known provider = providers.get(candidate.upstream().provider());
        return new RouteExplanation.Step(candidate.upstream(), candidate.triedAtAll(),
                candidate.obstacle().map(Planner.Obstacle::why),
                candidate.obstacle().map(Planner.Obstacle::until),
                share(route, model, candidate), provider.keys().all().size(),
                provider.keys().resting(candidate.upstream().name(), clock.instant()),
                provider.slots().taken(),
                provider.slots().queued());
    }

    /// Only neighbours at the head of the route are drawn for the first place.
    private static Optional<Integer> share(ModelRoute route, String model, Planner.Candidate candidate) {
        String star = route.model().match(model).orElse("");
        long sum = 0;
        long own = 0;
        for (RouteTarget target : route.targets()) {
            if (target.weight() == 0) {
                break;
            }
            boolean same = target.provider().equals(candidate.upstream().provider())
                    && target.name().fill(star).equals(candidate.upstream().name());
            own += same ? target.weight() : 0;
            sum += target.weight();
        }
        return own == 0 ? Optional.empty() : Optional.of((int) Math.round(100.0 * own / sum));
    }
}
