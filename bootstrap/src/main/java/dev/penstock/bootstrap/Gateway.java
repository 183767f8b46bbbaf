package dev.penstock.bootstrap;

import dev.penstock.adapter.http.Administration;
import dev.penstock.adapter.http.HttpIn;
import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.adapter.http.UseCases;
import dev.penstock.application.Admission;
import dev.penstock.application.AnswerBudget;
import dev.penstock.application.Answering;
import dev.penstock.application.Closing;
import dev.penstock.application.Completions;
import dev.penstock.application.EmbeddingRequests;
import dev.penstock.application.Explain;
import dev.penstock.application.Interceptors;
import dev.penstock.application.Ledger;
import dev.penstock.application.Models;
import dev.penstock.application.Planner;
import dev.penstock.application.Providers;
import dev.penstock.application.RouteExplanation;
import dev.penstock.application.Router;
import dev.penstock.application.TokenCounts;
import dev.penstock.application.Way;
import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.bootstrap.plugin.DropIns;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.time.Ticker;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderPlugin;
import dev.penstock.spi.Proxy;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// The wired whole. Connected from [#connect], listening from [#listen()], over with [#close()].
final class Gateway implements AutoCloseable {
    private static final Ticker TICKER = Ticker.SYSTEM;

    private final GatewayConfig config;
    private final Map<ProviderId, List<Provider>> connected;
    private final DropIns dropIns;
    private final Ledger ledger;
    private final InstantSource clock;
    private final UseCases use;
    private Optional<HttpIn> listener = Optional.empty();

    private Gateway(GatewayConfig config, Map<ProviderId, List<Provider>> connected, DropIns dropIns,
            Ledger ledger, InstantSource clock) {
        this.config = config;
        this.connected = connected;
        this.dropIns = dropIns;
        this.ledger = ledger;
        this.clock = clock;
        this.use = useCases();
    }

    /// Connects every configured provider, which contacts nobody.
    ///
    /// @param recorder gets the ledger; the gateway closes it, unless there is none
    /// @throws ConfigException with the problems of all providers
    static Gateway connect(GatewayConfig config, Map<String, ProviderPlugin> plugins,
            Function<URI, Optional<Proxy>> proxies, UsageRecorder recorder, InstantSource clock) {
        List<Problem> problems = new ArrayList<>();
        Map<ProviderId, List<Provider>> connected = Connections.open(config.providers(), plugins, proxies,
                clock,
                problems);
        DropIns dropIns = Connections.dropIns(config.plugins(), config.providers(), plugins.keySet(), proxies,
                clock, problems);
        if (!problems.isEmpty()) {
            connected.values().forEach(Connections::close);
            dropIns.close();
            throw new ConfigException(problems);
        }
        return new Gateway(config, connected, dropIns, Ledger.of(recorder, dropIns.recorders()), clock);
    }

    private UseCases useCases() {
        List<Providers.Connected> all = config.providers().stream().map(this::connected).toList();
        Providers providers = new Providers(all, config.circuits(), clock, TICKER);
        Planner planner = new Planner(providers, () -> ThreadLocalRandom.current().nextLong(), TICKER);
        Router router = new Router(providers.ids(), config.routes(), config.aliases(),
                config.defaultModel());
        Answering answering = new Answering(router, providers, planner, config.retry(),
                config.answerTimeout(), TICKER);
        return new UseCases(new Admission(config.apiKey(), ledger, TICKER,
                new AnswerBudget(Runtime.getRuntime().maxMemory() / 3)),
                new Interceptors(dropIns.interceptors(), config.listener().bodyMemory() / 2),
                Completions.ofChats(answering),
                Completions.ofTexts(answering), new EmbeddingRequests(answering),
                new TokenCounts(router, providers, planner, TICKER),
                new Models(providers, config.routes(), config.aliases(), config.defaultModel(), TICKER),
                new Explain(router, providers, planner, config.answerTimeout(),
                        config.retry().longestWait(), clock, TICKER),
                providers, ledger);
    }

    private Providers.Connected connected(ProviderConfig provider) {
        if (dropIns.has(provider.id())) {
            return new Providers.Connected(provider.id(), dropIns.ways(provider.id()),
                    Optional.of(dropIns.catalog(provider.id())), provider.concurrency());
        }
        List<Provider> connections = Objects.requireNonNull(connected.get(provider.id()),
                provider.id().value());
        return new Providers.Connected(provider.id(), connections.stream()
                .map(way -> Way.of(way.chat(), way.texts(), way.embeddings(), way.relays()))
                .toList(),
                connections.getFirst().catalog(), provider.concurrency());
    }

    /// Listens from when this returns. Call it once.
    void listen() {
        listener = Optional.of(HttpIn.start(config.listener(), config.responseStore(), use,
                new Administration(dropIns,
                        Map.of("usage-writer", ledger::isWriting, "plug-in-watch", dropIns::isWatching),
                        config.adminKey()),
                clock, TICKER));
        dropIns.watch(id -> {
            use.providers().renewed(id);
            use.models().renewed(id);
        });
    }

    /// Blocks until the listener has failed. Returns never if it does not.
    void awaitFailure() throws InterruptedException {
        listener.orElseThrow().awaitFailure();
    }

    /// What would happen to a request for that model from a client that speaks that API.
    RouteExplanation explain(Optional<ClientApi> api, Optional<String> model, Optional<String> session) {
        return use.explain().explain(api, model, session.map(AffinityKey::ofSession));
    }

    /// How many requests are running.
    int running() {
        return listener.map(HttpIn::running).orElse(0);
    }

    /// Cancels the running requests that [#close()] waits for.
    void hurry() {
        listener.ifPresent(HttpIn::hurry);
    }

    int port() {
        return listener.orElseThrow().port();
    }

    GatewayConfig config() {
        return config;
    }

    /// Where the answers of a provider come from, for people.
    String target(ProviderId id) {
        return dropIns.has(id)
                ? dropIns.target(id)
                : Objects.requireNonNull(connected.get(id), id.value()).getFirst().target();
    }

    /// What was dropped in, by name.
    List<PluginStatus> plugins() {
        return dropIns.plugins();
    }

    /// What is configured and cannot be used as it should, for want of a working plug-in.
    List<String> concerns() {
        return dropIns.concerns();
    }

    /// What deserves attention but is no error.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(config.warnings());
        warnings.addAll(dropIns.warnings());
        return warnings;
    }

    /// In the order in which nothing is lost: no more requests, no more answers, then the
    /// ledger, and then the plug-ins that it may be written with.
    @Override
    public void close() {
        listener.ifPresent(HttpIn::close);
        connected.values().forEach(Connections::close);
        Closing.all(List.of(use.interceptors()::close, ledger::close));
        dropIns.close();
    }
}
