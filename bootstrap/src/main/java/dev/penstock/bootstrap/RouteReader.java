package dev.penstock.bootstrap;

import dev.penstock.bootstrap.ConfigFile.RouteSource;
import dev.penstock.domain.route.Affinity;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.spi.DidYouMean;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import dev.penstock.spi.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The section `routes`.
final class RouteReader {
    private final Set<String> providers;
    private final List<Problem> problems;

    /// @param providers the names there are
    /// @param problems gets what is wrong
    RouteReader(Set<String> providers, List<Problem> problems) {
        this.providers = providers;
        this.problems = problems;
    }

    List<ModelRoute> read(Map<String, RouteSource> sources) {
        List<ModelRoute> routes = new ArrayList<>();
        sources.forEach((model, source) -> route(model, source).ifPresent(routes::add));
        return routes;
    }

    private Optional<ModelRoute> route(String model, RouteSource source) {
        String path = "routes." + model;
        Settings settings = new Settings(path, source.settings());
        TimeLimits limits = new TimeLimits(limit(settings, "answer-timeout"), limit(settings, "head-timeout"),
                limit(settings, "first-token-timeout"), limit(settings, "silence-timeout"));
        boolean holdBack = settings.flag("hold-back", false);
        Affinity affinity = settings.choice("affinity", Set.of("session", "none"), "session").equals("none")
                ? Affinity.NONE
                : Affinity.SESSION;
        var _ = settings.text("upstreams"); // is known, though it is read by others
        check(settings);
        List<RouteTarget> targets = new ArrayList<>();
        for (int i = 0; i < source.upstreams().size(); i++) {
            String place = source.upstreams().size() == 1 ? path : path + "[" + i + "]";
            target(source.upstreams().get(i), place, model.contains("*")).ifPresent(targets::add);
        }
        if (source.upstreams().isEmpty()) {
            problems.add(new Problem(path, "leads nowhere; give provider/model"));
        }
        if (model.isBlank() || model.indexOf('*') != model.lastIndexOf('*')) {
            problems.add(new Problem(path, "has to be a model's name, with one '*' at most"));
            return Optional.empty();
        }
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModelRoute(new ModelPattern(model), targets, limits, holdBack,
                        affinity));
    }

    private Optional<RouteTarget> target(Map<String, String> source, String path, boolean pattern) {
        Settings settings = new Settings(path, source);
        String text = settings.text("model").orElse("");
        int weight = settings.text("weight").isPresent() ? settings.count("weight", 1) : 0;
        check(settings);
        String[] parts = text.split("/", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            problems.add(new Problem(path, "'" + text + "' is not of the form provider/model"));
            return Optional.empty();
        }
        if (!providers.contains(parts[0])) {
            problems.add(new Problem(path, "no provider is called '" + parts[0] + "'"
                    + DidYouMean.hint(parts[0], providers)));
            return Optional.empty();
        }
        int stars = (int) parts[1].chars().filter(c -> c == '*').count();
        if (stars > (pattern ? 1 : 0)) {
            problems.add(new Problem(path, pattern
                    ? "'" + text + "' may have one '*' at most"
                    : "'" + text + "' has a '*', and the route's own name has none that it could stand for"));
            return Optional.empty();
        }
        return Optional.of(new RouteTarget(new ProviderId(parts[0]), new ModelPattern(parts[1]), weight));
    }

    private static Optional<Duration> limit(Settings settings, String name) {
        boolean given = settings.text(name).isPresent();
        Duration limit = settings.duration(name, Duration.ZERO);
        return given && limit.isPositive() ? Optional.of(limit) : Optional.empty();
    }

    private void check(Settings settings) {
        try {
            settings.check();
        } catch (SettingsException e) {
            problems.addAll(e.problems());
        }
    }
}
