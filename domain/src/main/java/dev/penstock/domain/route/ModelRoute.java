package dev.penstock.domain.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Where requests for one model go, best first.
///
/// @param model the name the client writes, or a pattern of such names
/// @param targets never empty
/// @param limits how patient to be
/// @param holdBack whether an answer is kept back until it is whole, so that another upstream may still be asked when it
///        breaks off
/// @param affinity whether a session keeps its upstream and its API key
public record ModelRoute(ModelPattern model, List<RouteTarget> targets, TimeLimits limits, boolean holdBack,
        Affinity affinity) {
    public ModelRoute {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(affinity, "affinity");
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("the route of " + model.text() + " leads nowhere");
        }
    }

    /// A route with the default affinity, which is by session.
    public ModelRoute(ModelPattern model, List<RouteTarget> targets, TimeLimits limits, boolean holdBack) {
        this(model, targets, limits, holdBack, Affinity.SESSION);
    }

    /// Straight to one provider, which knows the model by what the pattern's star stands for.
    public static ModelRoute to(ProviderId provider, ModelPattern model) {
        return new ModelRoute(model, List.of(new RouteTarget(provider, new ModelPattern("*"), 0)),
                TimeLimits.NONE,
                false);
    }

    /// Whether `name` matches and leads to an upstream model: a star that stands for nothing can leave no name to ask for.
    public boolean answersTo(String name) {
        return targets.stream().anyMatch(target -> upstream(target, name).isPresent());
    }

    /// The upstream models for `name`, in the order in which to try them: as written, but neighbours with weights in a
    /// random order in which each comes first as often as its weight says. Empty if the route does not answer to the
    /// name.
    public List<UpstreamModel> upstreams(String name, RandomGenerator random) {
        return upstreams(name, weighted -> drawn(weighted, random));
    }

    /// The same order for every request of a session. Over many sessions, each of the neighbours with weights comes first
    /// as often as its weight says.
    public List<UpstreamModel> upstreams(String name, AffinityKey session) {
        return upstreams(name, weighted -> scored(weighted, session));
    }

    private List<UpstreamModel> upstreams(String name, UnaryOperator<List<RouteTarget>> order) {
        return inOrder(order).stream()
                .flatMap(target -> upstream(target, name).stream())
                .distinct()
                .toList();
    }

    /// Whether the order differs from request to request, or from session to session.
    public boolean hasWeightedNeighbours() {
        for (int i = 1; i < targets.size(); i++) {
            if (targets.get(i).weight() > 0 && targets.get(i - 1).weight() > 0) {
                return true;
            }
        }
        return false;
    }

    /// Where one of the targets leads to for `name`; empty if that is nowhere.
    public Optional<UpstreamModel> upstream(RouteTarget target, String name) {
        return model.match(name)
                .filter(star -> leadsSomewhere(target, star))
                .map(star -> new UpstreamModel(target.provider(), target.name().fill(star)));
    }

    private static boolean leadsSomewhere(RouteTarget target, String star) {
        return !target.name().fill(star).isBlank();
    }

    private List<RouteTarget> inOrder(UnaryOperator<List<RouteTarget>> order) {
        List<RouteTarget> all = new ArrayList<>();
        List<RouteTarget> weighted = new ArrayList<>();
        for (RouteTarget target : targets) {
            if (target.weight() > 0) {
                weighted.add(target);
            } else {
                all.addAll(order.apply(weighted));
                weighted.clear();
                all.add(target);
            }
        }
        all.addAll(order.apply(weighted));
        return all;
    }

    /// The weighted targets in a random order, each time drawing one by weight.
    private static List<RouteTarget> drawn(List<RouteTarget> weighted, RandomGenerator random) {
        List<RouteTarget> left = new ArrayList<>(weighted);
        List<RouteTarget> order = new ArrayList<>();
        while (!left.isEmpty()) {
            long sum = left.stream().mapToLong(RouteTarget::weight).sum();
            long lot = left.size() == 1 ? 0 : random.nextLong(sum);
            int i = 0;
            while (lot >= left.get(i).weight()) {
                lot -= left.get(i).weight();
                i++;
            }
            order.add(left.remove(i));
        }
        return order;
    }

    private record Scored(RouteTarget target, double distance) {}

    /// The weighted targets in the session's order: by exponentially distributed distances, which is the distribution of
    /// [#drawn] (weighted rendezvous hashing).
    private static List<RouteTarget> scored(List<RouteTarget> weighted, AffinityKey session) {
        if (weighted.size() < 2) {
            return weighted;
        }
        Map<String, Integer> written = new HashMap<>(); // one that is written twice has two chances
        return weighted.stream().map(target -> {
            String name = target.provider() + "/" + target.name().text();
            String choice = name + "#" + written.merge(name, 1, Integer::sum);
            return new Scored(target, -Math.log(session.score(choice)) / target.weight());
        }).sorted(Comparator.comparingDouble(Scored::distance)).map(Scored::target).toList();
    }
}
