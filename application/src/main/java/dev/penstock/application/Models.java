package dev.penstock.application;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// What can be asked for: the default model, the configured routes, and what the providers say they have. Models of the
/// default provider are listed by their own name, those of others as `provider/model`.
///
/// Catalogues are kept for a while; a provider that does not tell is left out rather than waited for again and again. One
/// that takes too long is left out of this list and is in a later one.
/// Safe for concurrent use.
public final class Models {
    private static final System.Logger LOGGER = System.getLogger(Models.class.getName());
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration FRESH_AFTER_FAILURE = Duration.ofSeconds(20);
    /// Claude Code gives up on a list after three seconds.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final RandomGenerator INDIFFERENT = () -> 0L; // the order does not matter here

    private record Known(List<CatalogModel> models, Moment until) {}

    private final Providers providers;
    private final List<ModelRoute> routes;
    private final Aliases aliases;
    private final DefaultModel defaultModel;
    private final Router router;
    private final Ticker ticker;
    private final Duration longestWait;
    private final Map<ProviderId, Known> known = new ConcurrentHashMap<>();
    private final Map<ProviderId, Thread> asking = new ConcurrentHashMap<>();
    private final Map<ProviderId, Integer> renewals = new ConcurrentHashMap<>();

    public Models(Providers providers, List<ModelRoute> routes, Aliases aliases, DefaultModel defaultModel,
            Ticker ticker) {
        this(providers, routes, aliases, defaultModel, ticker, LONGEST_WAIT);
    }

    /// @param longestWait how long one list waits for catalogues
    Models(Providers providers, List<ModelRoute> routes, Aliases aliases, DefaultModel defaultModel,
            Ticker ticker, Duration longestWait) {
        this.providers = providers;
        this.routes = List.copyOf(routes);
        this.aliases = aliases;
        this.defaultModel = defaultModel;
        this.router = new Router(providers.ids(), routes, defaultModel);
        this.ticker = ticker;
        this.longestWait = longestWait;
    }

    /// Lists each name once, aliases of the client's API among them. May block while providers are asked, all at a time.
    ///
    /// @param api what the client speaks beside Chat Completions
    public List<ListedModel> list(Optional<ClientApi> api) {
        askAll();
        Set<String> names = names();
        names.addAll(aliases.names(api));
        return names.stream().flatMap(name -> listed(name, aliases.meaning(api, name)).stream()).toList();
    }

    /// What answers for that provider from now on is another one, which may have other models.
    public void renewed(ProviderId id) {
        renewals.merge(id, 1, Integer::sum);
        known.remove(id);
    }

    /// The names that the configuration gives to models of that provider. Clients may use others.
    public Set<String> configured(ProviderId id) {
        Set<String> names = new LinkedHashSet<>();
        defaultModel.name().filter(_ -> id.equals(defaultModel.provider())).ifPresent(names::add);
        for (ModelRoute route : routes) {
            for (RouteTarget target : route.targets()) {
                if (!target.provider().equals(id)) {
                    continue;
                }
                if (target.name().isLiteral()) {
                    names.add(target.name().text());
                } else if (route.model().isLiteral()) {
                    route.upstream(target, route.model().text())
                            .map(UpstreamModel::name)
                            .ifPresent(names::add);
                }
            }
        }
        return names;
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        defaultModel.name().ifPresent(names::add);
        routes.stream()
                .filter(route -> route.model().isLiteral())
                .forEach(route -> names.add(route.model().text()));
        for (ProviderId id : providers.ids()) {
            boolean isDefault = id.equals(defaultModel.provider());
            models(id).forEach(model -> names.add(isDefault ? model.name() : id + "/" + model.name()));
        }
        return names;
    }

    /// A name, with what a request for it would meet; the context length is the shortest that is known, for the request
    /// may end up with any of its upstreams. Empty if it would be refused.
    private Optional<ListedModel> listed(String name, String meaning) {
        List<UpstreamModel> upstreams;
        try {
            upstreams = router.route(meaning).upstreams(meaning, INDIFFERENT);
        } catch (RefusedException _) {
            return Optional.empty();
        }
        OptionalLong contextLength = upstreams.stream()
                .flatMap(upstream -> models(upstream.provider()).stream()
                        .filter(model -> model.name().equals(upstream.name())))
                .map(CatalogModel::contextLength)
                .flatMapToLong(OptionalLong::stream)
                .min();
        UpstreamModel first = upstreams.getFirst();
        return Optional.of(new ListedModel(name, first.provider().value(), contextLength,
                displayName(name, first)));
    }

    /// The upstream's name for people, if the list has the model by its own name.
    private String displayName(String listed, UpstreamModel upstream) {
        boolean ownName = listed.equals(upstream.name())
                || listed.equals(upstream.provider() + "/" + upstream.name());
        return models(upstream.provider()).stream()
                .filter(model -> ownName && model.name().equals(upstream.name()))
                .flatMap(model -> model.displayName().stream())
                .findFirst()
                .orElse(listed);
    }

    private List<CatalogModel> models(ProviderId id) {
        return Optional.ofNullable(known.get(id)).map(Known::models).orElse(List.of());
    }

    private void askAll() {
        long begun = System.nanoTime();
        List<Thread> asked = providers.all()
                .stream()
                .filter(provider -> provider.catalog().isPresent() && isStale(provider.id()))
                .map(provider -> asked(provider.id(), provider.catalog().get()))
                .toList();
        try {
            for (Thread one : asked) {
                Duration left = longestWait.minusNanos(System.nanoTime() - begun);
                var _ = left.isPositive() && one.join(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // then with what is known
        }
    }

    /// The thread that asks this provider, which may still ask for an earlier list.
    private Thread asked(ProviderId id, ModelCatalog catalog) {
        return asking.compute(id, (_, running) -> running != null && running.isAlive()
                ? running
                : Thread.ofVirtual().start(() -> ask(id, catalog)));
    }

    private boolean isStale(ProviderId id) {
        Known now = known.get(id);
        return now == null || !now.until().isAfter(ticker.now());
    }

    private void ask(ProviderId id, ModelCatalog catalog) {
        Integer renewal = renewals.getOrDefault(id, 0);
        try {
            Known told = new Known(List.copyOf(catalog.models()), ticker.now().plus(FRESH));
            known.compute(id, (_, before) -> renewal.equals(renewals.getOrDefault(id, 0)) ? told : before);
        } catch (RuntimeException | Error e) { // whatever it was, the others are listed all the same
            LOGGER.log(Level.WARNING, "{0} does not list its models: {1}", id, e.getMessage());
            known.put(id, new Known(models(id), ticker.now().plus(FRESH_AFTER_FAILURE)));
        }
    }
}
