package dev.penstock.application;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gateway's core for one request at a time: the route `both` leads to model `a` of `first`, and to `b` of `second` if
/// there are two providers. Settings are changed before the first request.
final class Bench {
    static final ProviderId FIRST = new ProviderId("first");
    static final ProviderId SECOND = new ProviderId("second");
    static final UpstreamModel A = new UpstreamModel(FIRST, "a");
    static final UpstreamModel B = new UpstreamModel(SECOND, "b");

    final MutableClock clock = new MutableClock();
    final List<UsageRecord> ledger = new ArrayList<>();
    final List<ChatChunk> seen = new ArrayList<>();
    final List<ChatEnd> ends = new ArrayList<>();
    final Cancellation cancellation = new Cancellation();
    RetrySettings retry = new RetrySettings(2, Duration.ofMillis(1), Duration.ofSeconds(5));
    boolean holdBack;
    TimeLimits limits = TimeLimits.NONE;
    ChunkSink client = seen::addAll;
    Grant grant = grant();

    private final Providers providers;

    /// Providers that are never full, and whose circuits do not open.
    Bench(List<? extends List<? extends ChatCompletionPort>> keysOfEach) {
        this(keysOfEach, new CircuitSettings(100, 100, 100, Duration.ofSeconds(15)),
                ConcurrencySettings.upTo(1000));
    }

    Bench(List<? extends List<? extends ChatCompletionPort>> keysOfEach, CircuitSettings circuits,
            ConcurrencySettings concurrency) {
        this(circuits, concurrency,
                keysOfEach.stream().map(keys -> keys.stream().map(Way::toChat).toList()).toList());
    }

    private Bench(CircuitSettings circuits, ConcurrencySettings concurrency, List<List<Way>> waysOfEach) {
        List<Providers.Connected> connected = new ArrayList<>();
        for (List<Way> ways : waysOfEach) {
            connected.add(new Providers.Connected(connected.isEmpty() ? FIRST : SECOND, ways,
                    Optional.empty(), concurrency));
        }
        this.providers = new Providers(connected, circuits, clock, clock);
    }

    /// One provider with one key each.
    static Bench of(ChatCompletionPort... ports) {
        return new Bench(List.of(ports).stream().map(List::of).toList());
    }

    /// One provider with one way each.
    static Bench of(Way... ways) {
        return new Bench(new CircuitSettings(100, 100, 100, Duration.ofSeconds(15)),
                ConcurrencySettings.upTo(1000), List.of(ways).stream().map(List::of).toList());
    }

    Providers providers() {
        return providers;
    }

    Slots slots(ProviderId id) {
        return providers.get(id).slots();
    }

    /// Lets one request find the upstream out of order.
    void breakDown(UpstreamModel upstream) {
        try (Circuits.Permit permit = providers.circuits().enter(upstream).orElseThrow()) {
            permit.failed(new UpstreamException(Failures.UNAVAILABLE));
        }
    }

    ChatEnd stream() {
        return stream(new ChatRequest(Optional.of("both"), true, false, body(), Map.of()));
    }

    ChatEnd stream(ChatRequest request) {
        grant = grant();
        return completions().stream(grant, ClientRequest.plain(request), sink(), cancellation);
    }

    /// Where answers go.
    AnswerSink sink() {
        return new AnswerSink() {
            @Override
            public void accept(List<ChatChunk> chunks) {
                client.accept(chunks);
            }

            @Override
            public void end(ChatEnd end) {
                ends.add(end);
            }
        };
    }

    ChatCompletion complete() {
        grant = grant();
        return completions().complete(grant,
                ClientRequest.plain(request()),
                answer -> answer, cancellation);
    }

    /// The ledger's last line.
    UsageRecord line() {
        return ledger.getLast();
    }

    /// Who was asked for the latest request and what came of it, as in `first/a throttled`.
    List<String> attempts() {
        return line().attempts().stream().map(one -> one.upstream() + " " + one.result()).toList();
    }

    Grant grant() {
        return new Admission(Optional.empty(), ledger::add, clock, new AnswerBudget(Long.MAX_VALUE))
                .admit(new Caller("req_1", clock.instant(), clock.now(), Optional.empty()));
    }

    /// A request that is not streamed.
    static ChatRequest request() {
        return new ChatRequest(Optional.of("both"), false, false, body(), Map.of());
    }

    static ChatBody body() {
        return new ChatBody(JsonText.of("{}"), List.of());
    }

    private Completions completions() {
        return Completions.ofChats(answering());
    }

    /// What requests of other kinds are answered by.
    Answering answering() {
        return new Answering(router(), providers, planner(), retry, Duration.ofMinutes(1), clock);
    }

    TokenCounts tokenCounts() {
        return new TokenCounts(router(), providers, planner(), clock);
    }

    private Planner planner() {
        return new Planner(providers, () -> 0, clock);
    }

    private Router router() {
        List<RouteTarget> targets = new ArrayList<>();
        targets.add(new RouteTarget(FIRST, new ModelPattern("a"), 0));
        if (providers.ids().contains(SECOND)) {
            targets.add(new RouteTarget(SECOND, new ModelPattern("b"), 0));
        }
        ModelRoute route = new ModelRoute(new ModelPattern("both"), targets, limits, holdBack);
        return new Router(providers.ids(), List.of(route),
                DefaultModel.of(new UpstreamModel(FIRST, "both")));
    }
}
