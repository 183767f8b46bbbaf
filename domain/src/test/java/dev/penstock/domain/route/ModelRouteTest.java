package dev.penstock.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ModelRouteTest {
    private static final int ROUNDS = 10_000;

    private final RandomGenerator random = new SplittableRandom(42);

    @Test
    void keepsTheWrittenOrderOfTargetsWithoutWeights() {
        ModelRoute route = route("coder", target("a", 0), target("b", 0), target("c", 0));

        for (int i = 0; i < 100; i++) {
            assertThat(names(route)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void letsEachTargetComeFirstAsOftenAsItsWeightSays() {
        Map<String, Integer> first = firsts(route("coder", target("a", 6), target("b", 3), target("c", 1)));

        assertThat(share(first, "a")).isCloseTo(0.6, within(0.02));
        assertThat(share(first, "b")).isCloseTo(0.3, within(0.02));
        assertThat(share(first, "c")).isCloseTo(0.1, within(0.02));
    }

    @Test
    void drawsTheSecondByTheWeightsOfThoseThatAreLeft() {
        Map<String, Integer> second = new HashMap<>();
        ModelRoute route = route("coder", target("a", 8), target("b", 3), target("c", 1));
        for (int i = 0; i < ROUNDS; i++) {
            List<String> order = names(route);
            if (order.getFirst().equals("a")) {
                second.merge(order.get(1), 1, Integer::sum);
            }
        }

        int b = second.getOrDefault("b", 0);
        double ofAll = b + second.getOrDefault("c", 0);
        assertThat(b / ofAll).isCloseTo(0.75, within(0.02));
    }

    @Test
    void drawsAmongNeighboursOnlyAndLeavesOthersInTheirPlace() {
        ModelRoute route = route("coder", target("a", 1), target("b", 1), target("c", 0), target("d", 1),
                target("e", 1));
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            orders.add(names(route));
        }

        assertThat(orders).containsExactlyInAnyOrder(List.of("a", "b", "c", "d", "e"),
                List.of("b", "a", "c", "d", "e"), List.of("a", "b", "c", "e", "d"),
                List.of("b", "a", "c", "e", "d"));
    }

    @Test
    void drawsRightWhereTheWeightsTogetherAreMoreThanAnInt() {
        Map<String, Integer> first = firsts(
                route("coder", target("a", Integer.MAX_VALUE), target("b", Integer.MAX_VALUE)));

        assertThat(share(first, "a")).isCloseTo(0.5, within(0.02));
    }

    @Test
    void namesAnUpstreamModelThatIsWrittenTwiceOnlyOnce() {
        assertThat(names(route("coder", target("a", 0), target("b", 0), target("a", 0)))).containsExactly("a",
                "b");
    }

    @Test
    void fillsTheStarsOfItsTargets() {
        ModelRoute route = route("qwen*", target("qwen/qwen*", 0), target("qwen-max", 0));

        assertThat(route.upstreams("qwen3", random)).extracting(UpstreamModel::name)
                .containsExactly("qwen/qwen3", "qwen-max");
    }

    @Test
    void leadsNowhereWithANameThatDoesNotMatch() {
        ModelRoute route = route("qwen*", target("*", 0));

        assertThat(route.answersTo("llama")).isFalse();
        assertThat(route.upstreams("llama", random)).isEmpty();
    }

    @Test
    void passesOverATargetThatWouldBeLeftWithoutAName() {
        ModelRoute route = route("qwen/*", target("*", 0), target("qwen-*", 0));

        assertThat(route.answersTo("qwen/")).isTrue();
        assertThat(route.upstreams("qwen/", random)).extracting(UpstreamModel::name).containsExactly("qwen-");
    }

    @Test
    void doesNotAnswerToANameThatLeavesNoTargetAName() {
        ModelRoute route = route("qwen/*", target("*", 0));

        assertThat(route.answersTo("qwen/")).isFalse();
        assertThat(route.answersTo("qwen/ ")).isFalse();
        assertThat(route.upstreams("qwen/ ", random)).isEmpty();
        assertThat(route.answersTo("qwen/max")).isTrue();
    }

    @Test
    void leadsStraightToOneProviderWithWhatTheStarStandsFor() {
        ProviderId provider = new ProviderId("openrouter");

        assertThat(
                ModelRoute.to(provider, new ModelPattern("openrouter/*")).upstreams("openrouter/a/b", random))
                .containsExactly(new UpstreamModel(provider, "a/b"));
    }

    @Test
    void leadsSomewhereInAnyCase() {
        assertThatThrownBy(() -> route("coder")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coder");
        assertThatThrownBy(() -> target("a", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Map<String, Integer> firsts(ModelRoute route) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            counts.merge(names(route).getFirst(), 1, Integer::sum);
        }
        return counts;
    }

    private static double share(Map<String, Integer> counts, String name) {
        return counts.getOrDefault(name, 0) / (double) ROUNDS;
    }

    private List<String> names(ModelRoute route) {
        return route.upstreams("coder", random).stream().map(UpstreamModel::name).toList();
    }

    private static ModelRoute route(String model, RouteTarget... targets) {
        return new ModelRoute(new ModelPattern(model), List.of(targets), TimeLimits.NONE, false);
    }

    private static RouteTarget target(String name, int weight) {
        return new RouteTarget(new ProviderId("dashscope"), new ModelPattern(name), weight);
    }
}
