package dev.penstock.domain.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Where requests for one model go, best first.
///
/// @param model the name the client writes, or a pattern of such names
/// @param targets never empty
/// @param limits how patient to be
/// @param holdBack whether an answer is kept back until it is whole, so that another upstream may still be asked when it
///        breaks off
public record ModelRoute(ModelPattern model, List<RouteTarget> targets, TimeLimits limits, boolean holdBack) {
    public ModelRoute {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(limits, "limits");
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("the route of " + model.text() + " leads nowhere");
        }
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
        return inOrder(random).stream()
                .flatMap(target -> upstream(target, name).stream())
                .distinct()
                .toList();
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

    private List<RouteTarget> inOrder(RandomGenerator random) {
        List<RouteTarget> order = new ArrayList<>();
        List<RouteTarget> weighted = new ArrayList<>();
        for (RouteTarget target : targets) {
            if (target.weight() > 0) {
                weighted.add(target);
            } else {
                draw(weighted, order, random);
                order.add(target);
            }
        }
        draw(weighted, order, random);
        return order;
    }

    /// Moves all of `from` to the end of `to`, each time drawing one by weight.
    private static void draw(List<RouteTarget> from, List<RouteTarget> to, RandomGenerator random) {
        while (!from.isEmpty()) {
            long sum = from.stream().mapToLong(RouteTarget::weight).sum();
            long lot = from.size() == 1 ? 0 : random.nextLong(sum);
            int i = 0;
            while (lot >= from.get(i).weight()) {
                lot -= from.get(i).weight();
                i++;
            }
            to.add(from.remove(i));
        }
    }
}
