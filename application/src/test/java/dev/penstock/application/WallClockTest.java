package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.application.FakePort.Step;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Setting the wall clock, to the next day or the day before, neither ends nor extends anything.
class WallClockTest {
    private static final CircuitSettings QUICK = new CircuitSettings(50, 1, 1, Duration.ofSeconds(15));

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotChangeTheTimeThatARequestHas(Duration jump) {
        Bench[] bench = new Bench[1];
        Step fails = (call, _) -> {
            assertThat(call.deadline().left()).isEqualTo(Duration.ofMinutes(1));
            bench[0].clock.jump(jump);
            bench[0].clock.advance(Duration.ofSeconds(2));
            throw new UpstreamException(Failures.UNAVAILABLE);
        };
        Step answers = (call, sink) -> {
            assertThat(call.deadline().left()).isEqualTo(Duration.ofSeconds(58));
            sink.accept(List.of(FakePort.HELLO));
            bench[0].clock.jump(jump);
            bench[0].clock.advance(Duration.ofSeconds(3));
            return new ChatEnd(FinishReason.STOP, Optional.of(FakePort.COST));
        };
        bench[0] = Bench.of(new FakePort(fails), new FakePort(answers));
        bench[0].stream();

        assertThat(bench[0].attempts()).containsExactly("first/a upstream_unavailable", "second/b answered");
        assertThat(bench[0].line().duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(bench[0].line().timeToFirstToken()).contains(Duration.ofSeconds(2));
        assertThat(bench[0].line().receivedAt()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotKeepARequestAliveWhoseTimeIsOver(Duration jump) {
        Bench[] bench = new Bench[1];
        bench[0] = Bench.of(new FakePort((_, _) -> {
            bench[0].clock.jump(jump);
            bench[0].clock.advance(Duration.ofMinutes(1));
            throw new UpstreamException(Failures.UNAVAILABLE);
        }), new FakePort());

        assertThatThrownBy(bench[0]::stream).isInstanceOf(UpstreamException.class);
        assertThat(bench[0].attempts()).containsExactly("first/a upstream_unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotWakeAKey(Duration jump) {
        Bench bench = Bench.of(new FakePort());
        KeyPool keys = bench.providers().get(Bench.FIRST).keys();
        keys.blame(keys.all().getFirst(), "a", Failures.throttled(Duration.ofSeconds(42)), bench.clock.now());
        bench.clock.jump(jump);
        bench.clock.advance(Duration.ofSeconds(41));
        assertThat(keys.next("a", Set.of(), bench.clock.now(), Optional.empty())).isEmpty();
        assertThat(health(bench).load().restingKeys()).isEqualTo(1);

        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(keys.next("a", Set.of(), bench.clock.now(), Optional.empty())).isPresent();
        assertThat(health(bench).load().restingKeys()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotCloseACircuit(Duration jump) {
        Bench bench = new Bench(List.of(List.of(new FakePort())), QUICK, ConcurrencySettings.upTo(1000));
        bench.breakDown(Bench.A);
        Circuits circuits = bench.providers().circuits();
        bench.clock.jump(jump);
        bench.clock.advance(Duration.ofSeconds(14));
        assertThat(circuits.enter(Bench.A)).isEmpty();
        assertThat(explained(bench).until()).as("by the clock as it is set now")
                .contains(bench.clock.instant().plusSeconds(1));

        bench.clock.advance(Duration.ofSeconds(2));
        assertThat(circuits.enter(Bench.A)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotMakeACatalogStale(Duration jump) {
        MutableClock clock = new MutableClock();
        AtomicInteger asked = new AtomicInteger();
        Providers providers = new Providers(List.of(new Providers.Connected(Bench.FIRST,
                List.of(Way.toChat(new FakePort())), Optional.of(() -> {
                    asked.incrementAndGet();
                    return List.of(CatalogModel.of("a"));
                }), ConcurrencySettings.upTo(1000))), QUICK, clock, clock);
        Models models = new Models(providers, List.of(), Aliases.NONE, DefaultModel.of(Bench.A), clock);
        models.list(Optional.empty());
        clock.jump(jump);
        clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        models.list(Optional.empty());
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        models.list(Optional.empty());
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P-1D"})
    void doesNotMakeAnOldFailureTheLatest(Duration jump) {
        Bench bench = Bench.of(new FakePort());
        health(bench).failed(Failures.UNAVAILABLE);
        bench.clock.jump(jump);
        health(bench).succeeded();
        assertThat(health(bench).state().failing()).isFalse();

        bench.clock.jump(jump);
        health(bench).failed(Failures.UNAVAILABLE);
        assertThat(health(bench).state().failing()).isTrue();
    }

    private static ProviderHealth health(Bench bench) {
        return bench.providers().get(Bench.FIRST).health();
    }

    private static RouteExplanation.Step explained(Bench bench) {
        Router router = new Router(bench.providers().ids(),
                List.of(ModelRoute.to(Bench.FIRST, new ModelPattern("*"))),
                DefaultModel.of(new UpstreamModel(Bench.FIRST, "a")));
        return new Explain(router, bench.providers(),
                new Planner(bench.providers(), () -> 0, bench.clock), Duration.ofMinutes(1),
                Duration.ofSeconds(5), bench.clock, bench.clock)
                .explain(Optional.empty(), Optional.of("a"), Optional.empty())
                .upstreams()
                .getFirst();
    }
}
