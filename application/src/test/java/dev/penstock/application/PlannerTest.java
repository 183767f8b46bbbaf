package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.application.Planner.Candidate;
import dev.penstock.application.Planner.Met;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final CircuitSettings QUICK = new CircuitSettings(50, 1, 1, Duration.ofSeconds(15));

    private final Bench bench = new Bench(
            List.of(List.of(new FakePort(), new FakePort()), List.of(new FakePort())),
            QUICK, ConcurrencySettings.upTo(1000));
    private final Planner planner = new Planner(bench.providers(), () -> 0, bench.clock);

    @Test
    void keepsTheOrderOfTheRouteWhileAllAreWell() {
        assertThat(candidates()).containsExactly(well(Bench.A), well(Bench.B));
    }

    @Test
    void putsAnUpstreamLastWhoseKeysAllRest() {
        rest(0, Optional.empty(), 10);
        assertThat(candidates()).containsExactly(well(Bench.A), well(Bench.B));

        rest(1, Optional.of("a"), 20);
        assertThat(candidates()).containsExactly(well(Bench.B), new Candidate(Bench.A,
                Optional.of(
                        new Met(Obstacle.KEYS_RESTING, MutableClock.START.plus(Duration.ofSeconds(10))))));
        assertThat(candidates().getLast().triedAtAll()).isTrue();
    }

    @Test
    void putsAnUpstreamBackWhenAKeyWakes() {
        rest(0, Optional.empty(), 10);
        rest(1, Optional.empty(), 20);
        bench.clock.advance(Duration.ofSeconds(10));

        assertThat(candidates()).containsExactly(well(Bench.A), well(Bench.B));
    }

    @Test
    void doesNotTryAnUpstreamWhoseCircuitIsOpenAndPutsItBehindThoseThatRest() {
        bench.breakDown(Bench.A);
        bench.providers()
                .get(Bench.SECOND)
                .keys()
                .blame(bench.providers().get(Bench.SECOND).keys().all().getFirst(),
                        "b", Failures.THROTTLED, MutableClock.START);

        assertThat(candidates()).extracting(Candidate::upstream).containsExactly(Bench.B, Bench.A);
        assertThat(candidates().getLast()).isEqualTo(new Candidate(Bench.A,
                Optional.of(
                        new Met(Obstacle.CIRCUIT_OPEN, MutableClock.START.plus(Duration.ofSeconds(15))))));
        assertThat(candidates().getLast().triedAtAll()).isFalse();
    }

    @Test
    void triesAnUpstreamAgainInItsPlaceWhenItsCircuitHasBeenOpenLongEnough() {
        bench.breakDown(Bench.A);
        bench.clock.advance(Duration.ofSeconds(15));

        assertThat(candidates()).containsExactly(well(Bench.A), well(Bench.B));
    }

    @Test
    void countsAnUpstreamWithTwoObstaclesAmongThoseThatAreNotTried() {
        bench.breakDown(Bench.A);
        rest(0, Optional.empty(), 60);
        rest(1, Optional.empty(), 60);

        assertThat(candidates().getLast().met()).map(Met::obstacle).contains(Obstacle.CIRCUIT_OPEN);
    }

    @Test
    void knowsNoProviderThatIsNotConnected() {
        ModelRoute route = ModelRoute.to(new ProviderId("nobody"), new ModelPattern("*"));

        assertThatThrownBy(() -> planner.candidates(route, "a", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    private List<Candidate> candidates() {
        return planner.candidates(new ModelRoute(new ModelPattern("both"),
                List.of(new RouteTarget(Bench.FIRST, new ModelPattern("a"), 0),
                        new RouteTarget(Bench.SECOND, new ModelPattern("b"), 0)),
                TimeLimits.NONE, false), "both", Optional.empty());
    }

    private void rest(int place, Optional<String> model, int seconds) {
        KeyPool keys = bench.providers().get(Bench.FIRST).keys();
        keys.rest(keys.all().get(place), model, MutableClock.START.plus(Duration.ofSeconds(seconds)),
                MutableClock.START);
    }

    private static Candidate well(UpstreamModel upstream) {
        return new Candidate(upstream, Optional.empty());
    }
}
