package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.application.RouteExplanation.Step;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.route.Affinity;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final TimeLimits HASTY = new TimeLimits(Optional.of(Duration.ofSeconds(7)),
            Optional.empty(),
            Optional.empty(), Optional.empty());

    private final Bench bench = new Bench(
            List.of(List.of(new FakePort(), new FakePort()), List.of(new FakePort())),
            new CircuitSettings(50, 1, 1, Duration.ofSeconds(15)),
            new ConcurrencySettings(3, 3, Duration.ZERO));

    @Test
    void tellsTheUpstreamsInTheOrderInWhichTheyWouldBeTried() {
        RouteExplanation explained = explain("both", route("both", first("a", 0), second("b", 0)));

        assertThat(explained.model()).isEqualTo("both");
        assertThat(explained.route()).isEqualTo("both");
        assertThat(explained.holdBack()).isTrue();
        assertThat(explained.answerTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(explained.upstreams()).containsExactly(
                new Step(Bench.A, true, Optional.empty(), Optional.empty(), Optional.empty(), 2, 0,
                        Optional.empty(), 0, 0),
                new Step(Bench.B, true, Optional.empty(), Optional.empty(), Optional.empty(), 1, 0,
                        Optional.empty(), 0, 0));
    }

    @Test
    void tellsTheOrderAndTheKeyOfASession() {
        ModelRoute route = route("both", first("a", 1), second("b", 1));
        for (int i = 0; i < 20; i++) {
            AffinityKey session = AffinityKey.ofSession("session-" + i);
            RouteExplanation explained = explain(Optional.of(session), route);

            assertThat(explained.affinity()).isEqualTo(Affinity.SESSION);
            assertThat(explained.session()).contains(AffinityKey.Source.ID);
            assertThat(explained.upstreams()).extracting(Step::upstream)
                    .isEqualTo(route.upstreams("both", session));
            Step withKeys = step(explained, Bench.A);
            int place = withKeys.firstKey().orElseThrow();
            assertThat(bench.providers()
                    .get(Bench.FIRST)
                    .keys()
                    .next("a", Set.of(), MutableClock.START, Optional.of(session)))
                    .map(key -> key.place() + 1)
                    .contains(place);
            assertThat(step(explained, Bench.B).firstKey()).as("it has one key").isEmpty();
        }
    }

    @Test
    void tellsNoOrderOfASessionWhereTheRouteHasNoAffinity() {
        ModelRoute route = new ModelRoute(new ModelPattern("both"), List.of(first("a", 1), second("b", 1)),
                HASTY, true, Affinity.NONE);
        for (int i = 0; i < 20; i++) {
            RouteExplanation explained = explain(Optional.of(AffinityKey.ofPrompt(i)), route);

            assertThat(explained.affinity()).isEqualTo(Affinity.NONE);
            assertThat(explained.session()).isEmpty();
            assertThat(explained.upstreams()).extracting(Step::upstream).containsExactly(Bench.A, Bench.B);
            assertThat(explained.upstreams()).extracting(Step::firstKey).containsOnly(Optional.empty());
        }
    }

    private RouteExplanation explain(Optional<AffinityKey> session, ModelRoute route) {
        return new Explain(router(route), bench.providers(), planner(), USUAL, Duration.ofSeconds(5),
                bench.clock, bench.clock).explain(Optional.empty(), Optional.of("both"), session);
    }

    private static Step step(RouteExplanation explained, UpstreamModel upstream) {
        return explained.upstreams()
                .stream()
                .filter(step -> step.upstream().equals(upstream))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explainsTheDefaultModelToOneWhoNamesNone() {
        RouteExplanation explained = new Explain(router(), bench.providers(), planner(), USUAL,
                Duration.ofSeconds(5), bench.clock, bench.clock)
                .explain(Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(explained.model()).isEqualTo("usual");
        assertThat(explained.route()).isEqualTo("*");
        assertThat(explained.holdBack()).isFalse();
        assertThat(explained.answerTimeout()).isEqualTo(USUAL);
        assertThat(explained.upstreams()).extracting(Step::upstream)
                .containsExactly(new UpstreamModel(Bench.FIRST, "usual"));
    }

    @Test
    void saysThatNobodyIsAskedBeforeTheTimeThatTheUpstreamSet() {
        KeyPool keys = bench.providers().get(Bench.SECOND).keys();
        keys.blame(keys.all().getFirst(), "b", Failures.throttled(Duration.ofSeconds(6)),
                bench.clock.now());
        Step last = explain("both", route("both", first("a", 0), second("b", 0))).upstreams().getLast();

        assertThat(last.upstream()).isEqualTo(Bench.B);
        assertThat(last.obstacle()).contains(Obstacle.KEYS_RESTING);
        assertThat(last.tried()).isFalse();
        bench.clock.advance(Duration.ofSeconds(2));
        assertThat(
                explain("both", route("both", first("a", 0), second("b", 0))).upstreams().getLast().tried())
                .as("a request waits for so long")
                .isTrue();
    }

    @Test
    void saysWhyAnUpstreamIsPassedOverAndUntilWhen() {
        bench.breakDown(Bench.A);
        Step last = explain("both", route("both", first("a", 0), second("b", 0))).upstreams().getLast();

        assertThat(last.upstream()).isEqualTo(Bench.A);
        assertThat(last.tried()).isFalse();
        assertThat(last.obstacle()).contains(Obstacle.CIRCUIT_OPEN);
        assertThat(last.until()).contains(Instant.EPOCH.plusSeconds(15));
    }

    @Test
    void saysThatAnUpstreamIsOnTrialAfterItsCircuitWasOpen() {
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(16));
        Step first = explain("both", route("both", first("a", 3), second("b", 1))).upstreams().getFirst();

        assertThat(first.upstream()).isEqualTo(Bench.A);
        assertThat(first.tried()).isTrue();
        assertThat(first.obstacle()).contains(Obstacle.CIRCUIT_HALF_OPEN);
        assertThat(first.until()).isEmpty();
        assertThat(first.share()).contains(75);
    }

    @Test
    void saysThatTheKeysOfAnUpstreamRest() {
        rest(Bench.FIRST, "a");
        Step last = explain("both", route("both", first("a", 0), second("b", 0))).upstreams().getLast();

        assertThat(last.upstream()).isEqualTo(Bench.A);
        assertThat(last.tried()).isTrue();
        assertThat(last.obstacle()).contains(Obstacle.KEYS_RESTING);
        assertThat(last.until()).contains(Instant.EPOCH.plusSeconds(10));
    }

    @Test
    void tellsHowManyKeysRestAndHowMuchIsRunning() {
        KeyPool keys = bench.providers().get(Bench.FIRST).keys();
        keys.blame(keys.all().getFirst(), "a", Failures.THROTTLED, MutableClock.START);
        var _ = bench.slots(Bench.FIRST).take(Duration.ZERO, new Cancellation());
        Step step = explain("both", route("both", first("a", 0))).upstreams().getFirst();

        assertThat(step.keys()).isEqualTo(2);
        assertThat(step.restingKeys()).isEqualTo(1);
        assertThat(step.running()).isEqualTo(1);
        assertThat(step.queued()).isZero();
        assertThat(step.tried()).isTrue();
    }

    @Test
    void tellsTheSharesOfUpstreamsWithWeights() {
        assertThat(shares(route("both", first("a", 2), second("b", 1)))).containsExactly(67, 33);
    }

    @Test
    void tellsNoShareOfThoseThatNeverComeFirst() {
        assertThat(shares(route("both", first("a", 3), second("b", 1), second("c", 0), first("d", 1))))
                .containsExactly(75, 25, 0, 0);
        assertThat(shares(route("both", first("a", 0), second("b", 1), second("c", 1)))).containsExactly(0, 0,
                0);
    }

    @Test
    void addsUpTheWeightsOfAnUpstreamThatIsWrittenTwice() {
        assertThat(shares(route("both", first("a", 1), second("b", 2), first("a", 1)))).containsExactly(50,
                50);
    }

    @Test
    void tellsNoShareOfAnUpstreamWhoseCircuitIsOpenAndDividesItAmongTheOthers() {
        bench.breakDown(Bench.A);

        assertThat(shares(route("both", first("a", 2), second("b", 1), second("c", 1))))
                .containsExactly(50, 50, 0);
    }

    @Test
    void tellsNoShareOfAnUpstreamWhoseKeysAllRest() {
        rest(Bench.FIRST, "a");

        assertThat(shares(route("both", first("a", 3), second("b", 1)))).containsExactly(100, 0);
    }

    @Test
    void tellsTheSharesOfThoseThatRestIfNobodyIsAwake() {
        rest(Bench.FIRST, "a");
        rest(Bench.SECOND, "b");
        bench.breakDown(new UpstreamModel(Bench.SECOND, "c"));

        assertThat(shares(route("both", first("a", 3), second("b", 1), second("c", 1))))
                .containsExactly(75, 25, 0);
    }

    @Test
    void tellsTheSharesOfTheNextNeighboursIfTheFirstOnesAreOut() {
        bench.breakDown(Bench.A);

        assertThat(shares(route("both", first("a", 0), second("b", 1), second("c", 3))))
                .containsExactly(25, 75, 0);
        assertThat(shares(route("both", first("a", 1), second("b", 0), second("c", 3))))
                .containsExactly(0, 0, 0);
    }

    @Test
    void fillsTheStar() {
        RouteExplanation explained = explain("qwen3", route("qwen*", first("big-*", 1), second("b", 1)));

        assertThat(explained.route()).isEqualTo("qwen*");
        assertThat(explained.upstreams().getFirst().upstream())
                .isEqualTo(new UpstreamModel(Bench.FIRST, "big-3"));
        assertThat(explained.upstreams().getFirst().share()).contains(50);
    }

    @Test
    void refusesWhatARequestWouldBeRefused() {
        assertThatThrownBy(() -> explain("first/")).isInstanceOf(RefusedException.class);
    }

    private void rest(ProviderId provider, String model) {
        KeyPool keys = bench.providers().get(provider).keys();
        keys.all().forEach(key -> keys.blame(key, model, Failures.THROTTLED, MutableClock.START));
    }

    /// In the order in which they would be tried, 0 for none.
    private List<Integer> shares(ModelRoute route) {
        return explain("both", route).upstreams()
                .stream()
                .map(step -> step.share().orElse(0))
                .toList();
    }

    private RouteExplanation explain(String model, ModelRoute... routes) {
        return new Explain(router(routes), bench.providers(), planner(), USUAL, Duration.ofSeconds(5),
                bench.clock, bench.clock)
                .explain(Optional.empty(), Optional.of(model), Optional.empty());
    }

    private Router router(ModelRoute... routes) {
        return new Router(bench.providers().ids(), List.of(routes),
                DefaultModel.of(new UpstreamModel(Bench.FIRST, "usual")));
    }

    private Planner planner() {
        return new Planner(bench.providers(), () -> 0, bench.clock);
    }

    private static ModelRoute route(String model, RouteTarget... targets) {
        return new ModelRoute(new ModelPattern(model), List.of(targets), HASTY, true);
    }

    private static RouteTarget first(String name, int weight) {
        return new RouteTarget(Bench.FIRST, new ModelPattern(name), weight);
    }

    private static RouteTarget second(String name, int weight) {
        return new RouteTarget(Bench.SECOND, new ModelPattern(name), weight);
    }
}
