package dev.penstock.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The upstreams of sessions.
class AffinityTest {
    private static final int SESSIONS = 10_000;

    @Test
    void keepsTheOrderOfASession() {
        ModelRoute route = route(target("a", 1), target("b", 1), target("c", 1));

        for (int i = 0; i < 100; i++) {
            assertThat(names(route, session(i))).isEqualTo(names(route, session(i)));
        }
        assertThat(names(route, session(7))).as("after a restart, too").containsExactly("b", "c", "a");
    }

    @Test
    void givesEachUpstreamAsManySessionsAsItsWeightSays() {
        Map<String, Integer> first = firsts(route(target("a", 6), target("b", 3), target("c", 1)));

        assertThat(share(first, "a")).isCloseTo(0.6, within(0.02));
        assertThat(share(first, "b")).isCloseTo(0.3, within(0.02));
        assertThat(share(first, "c")).isCloseTo(0.1, within(0.02));
    }

    @Test
    void spreadsPromptsAsItSpreadsIds() {
        ModelRoute route = route(target("a", 3), target("b", 1));
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            first.merge(names(route, AffinityKey.ofPrompt(i)).getFirst(), 1, Integer::sum);
        }

        assertThat(share(first, "a")).isCloseTo(0.75, within(0.02));
    }

    @Test
    void dividesTheSessionsOfAnUpstreamAmongTheOthersByTheirWeights() {
        ModelRoute route = route(target("a", 8), target("b", 3), target("c", 1));
        List<String> second = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            List<String> order = names(route, session(i));
            if (order.getFirst().equals("a")) {
                second.add(order.get(1));
            }
        }

        double b = second.stream().filter("b"::equals).count();
        assertThat(b / second.size()).isCloseTo(0.75, within(0.02));
    }

    @Test
    void movesOnlyTheSessionsOfAnUpstreamThatIsTakenAway() {
        ModelRoute all = route(target("a", 2), target("b", 1), target("c", 1));
        ModelRoute two = route(target("a", 2), target("c", 1));

        for (int i = 0; i < 1000; i++) {
            List<String> without = new ArrayList<>(names(all, session(i)));
            without.remove("b");
            assertThat(names(two, session(i))).isEqualTo(without);
        }
    }

    @Test
    void movesNoMoreSessionsThanItHasToWhenAWeightGrows() {
        ModelRoute before = route(target("a", 1), target("b", 1));
        ModelRoute after = route(target("a", 1), target("b", 3));

        for (int i = 0; i < 1000; i++) {
            String then = names(before, session(i)).getFirst();
            String now = names(after, session(i)).getFirst();
            assertThat(now).isIn(then, "b");
        }
    }

    @Test
    void addsUpTheWeightsOfAnUpstreamThatIsWrittenTwice() {
        Map<String, Integer> first = firsts(route(target("a", 1), target("b", 2), target("a", 3)));

        assertThat(share(first, "a")).isCloseTo(0.67, within(0.02));
    }

    @Test
    void leavesThoseWithoutAWeightInTheirPlace() {
        ModelRoute route = route(target("a", 1), target("b", 1), target("c", 0), target("d", 1));

        for (int i = 0; i < 100; i++) {
            assertThat(names(route, session(i)).subList(2, 4)).containsExactly("c", "d");
        }
    }

    @Test
    void isByNeighboursWithWeightsOnly() {
        assertThat(route(target("a", 1), target("b", 1)).hasWeightedNeighbours()).isTrue();
        assertThat(route(target("a", 1), target("b", 0), target("c", 1)).hasWeightedNeighbours()).isFalse();
        assertThat(route(target("a", 1)).hasWeightedNeighbours()).isFalse();
    }

    private static Map<String, Integer> firsts(ModelRoute route) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            first.merge(names(route, session(i)).getFirst(), 1, Integer::sum);
        }
        return first;
    }

    private static double share(Map<String, Integer> first, String name) {
        return first.getOrDefault(name, 0) / (double) SESSIONS;
    }

    private static List<String> names(ModelRoute route, AffinityKey session) {
        return route.upstreams("coder", session).stream().map(UpstreamModel::name).toList();
    }

    private static AffinityKey session(int number) {
        return AffinityKey.ofSession("session-" + number);
    }

    private static ModelRoute route(RouteTarget... targets) {
        return new ModelRoute(new ModelPattern("coder"), List.of(targets), TimeLimits.NONE, false);
    }

    private static RouteTarget target(String name, int weight) {
        return new RouteTarget(new ProviderId("dashscope"), new ModelPattern(name), weight);
    }
}
