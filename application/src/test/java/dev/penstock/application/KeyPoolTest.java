package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyPoolTest {
    private static final Moment NOW = MutableClock.START;
    private static final Optional<AffinityKey> ANY = Optional.empty();
    private static final Optional<String> ALL = Optional.empty();
    private static final Optional<String> MAX = Optional.of("max");

    private final KeyPool pool = pool(3);

    @Test
    void usesItsKeysInTurn() {
        assertThat(places(6, "max")).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void usesTheOthersInTurnWhileOneRests() {
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);

        List<Integer> used = places(100, "max");
        assertThat(Collections.frequency(used, 0)).isZero();
        assertThat(Collections.frequency(used, 1)).isEqualTo(50);
    }

    @Test
    void letsAKeyRestForOneModelOnly() {
        pool.rest(key(0), MAX, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(places(6, "max")).doesNotContain(0);
        assertThat(places(6, "plus")).contains(0);
        assertThat(pool.resting("max", NOW)).isEqualTo(1);
        assertThat(pool.resting("plus", NOW)).isZero();
        assertThat(pool.resting(NOW)).isEqualTo(1);
    }

    @Test
    void countsAKeyThatRestsTwiceOnce() {
        pool.rest(key(0), MAX, NOW.plus(Duration.ofSeconds(10)), NOW);
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(pool.resting(NOW)).isEqualTo(1);
        assertThat(pool.resting("max", NOW)).isEqualTo(1);
    }

    @Test
    void wakesAKeyWhenItsTimeIsOver() {
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(pool.resting(NOW.plus(Duration.ofSeconds(10).minusNanos(1)))).isEqualTo(1);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(10)))).isZero();
        assertThat(pool.resting(NOW.plus(Duration.ofSeconds(10)))).isZero();
    }

    @Test
    void neverCutsARestShort() {
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(5)), NOW);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(9)))).isEqualTo(1);

        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(20)), NOW);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(19)))).isEqualTo(1);
    }

    @Test
    void restsForTheLongerOfTwoReasons() {
        KeyPool single = pool(1);
        single.rest(key(single, 0), ALL, NOW.plus(Duration.ofSeconds(5)), NOW);
        single.rest(key(single, 0), MAX, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(single.wakesAt("max", NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(10)));
        assertThat(single.wakesAt("plus", NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(5)));
    }

    @Test
    void givesTheKeyThatWakesFirstIfAllRest() {
        pool.rest(key(0), ALL, NOW.plus(Duration.ofSeconds(30)), NOW);
        pool.rest(key(1), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);
        pool.rest(key(2), MAX, NOW.plus(Duration.ofSeconds(20)), NOW);

        assertThat(places(3, "max")).containsExactly(1, 1, 1);
        assertThat(places(3, "plus")).containsExactly(2, 2, 2);
        assertThat(pool.wakesAt("max", NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(10)));
        assertThat(pool.wakesAt("plus", NOW)).isEqualTo(NOW);
    }

    @Test
    void prefersAnAwakeKeyToOneThatWasTriedOrRests() {
        pool.rest(key(1), ALL, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(pool.next("max", Set.of(key(0)), NOW, ANY)).contains(key(2));
        assertThat(pool.next("max", Set.of(key(0), key(2)), NOW, ANY)).contains(key(1));
        assertThat(pool.next("max", Set.of(key(0), key(1), key(2)), NOW, ANY)).isEmpty();
    }

    @Test
    void knowsWhetherAnAwakeKeyIsLeft() {
        pool.rest(key(1), MAX, NOW.plus(Duration.ofSeconds(10)), NOW);

        assertThat(pool.hasAwake("max", Set.of(key(0)), NOW)).isTrue();
        assertThat(pool.hasAwake("max", Set.of(key(0), key(2)), NOW)).isFalse();
        assertThat(pool.hasAwake("plus", Set.of(key(0), key(2)), NOW)).isTrue();
        assertThat(pool.hasAwake("max", Set.of(key(0), key(2)), NOW.plus(Duration.ofSeconds(10)))).isTrue();
    }

    @Test
    void restsAThrottledKeyForThatModelForAsLongAsTheUpstreamSaid() {
        pool.blame(key(0), "max", Failures.throttled(Duration.ofSeconds(42)), NOW);

        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(41)))).isEqualTo(1);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(42)))).isZero();
        assertThat(pool.resting("plus", NOW)).isZero();
    }

    @Test
    void givesNoKeyBeforeTheTimeThatTheUpstreamSet() {
        KeyPool single = pool(1);
        single.blame(key(single, 0), "max", Failures.throttled(Duration.ofSeconds(42)), NOW);

        assertThat(single.next("max", Set.of(), NOW.plus(Duration.ofSeconds(41)), ANY)).isEmpty();
        assertThat(single.mayBeAskedAt("max", NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(42)));
        assertThat(single.next("max", Set.of(), NOW.plus(Duration.ofSeconds(42)), ANY)).isPresent();
        assertThat(single.next("plus", Set.of(), NOW, ANY)).isPresent();
    }

    @Test
    void givesAKeyThatRestsOfItsOwnAccordForWantOfOthers() {
        pool.blame(key(0), "max", Failures.throttled(Duration.ofSeconds(1)), NOW);
        pool.blame(key(1), "max", Failures.CREDENTIAL, NOW);
        pool.blame(key(2), "max", Failures.THROTTLED, NOW);

        assertThat(pool.wakesAt("max", NOW)).isEqualTo(NOW.plus(Duration.ofSeconds(1)));
        assertThat(pool.mayBeAskedAt("max", NOW)).isEqualTo(NOW);
        assertThat(pool.next("max", Set.of(), NOW, ANY)).contains(key(2));
    }

    @Test
    void restsAThrottledKeyForTenSecondsIfTheUpstreamSaidNothing() {
        pool.blame(key(0), "max", Failures.THROTTLED, NOW);

        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(9)))).isEqualTo(1);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(10)))).isZero();
    }

    @Test
    void restsARejectedKeyForAllModelsAndAForbiddenOneForThatModel() {
        pool.blame(key(0), "max", Failures.CREDENTIAL, NOW);
        pool.blame(key(1), "max", Failures.FORBIDDEN, NOW);
        pool.blame(key(2), "max", Failures.credential(Duration.ofSeconds(7)), NOW);

        assertThat(pool.resting("max", NOW)).isEqualTo(3);
        assertThat(pool.resting("plus", NOW)).isEqualTo(2);
        assertThat(pool.resting("max", NOW.plus(Duration.ofSeconds(7)))).isEqualTo(2);
        assertThat(pool.resting("max", NOW.plus(Duration.ofMinutes(5)))).isZero();
    }

    @Test
    void restsNoKeyForWhatIsNotItsFault() {
        for (var failure : List.of(Failures.REJECTED, Failures.FILTERED, Failures.MODEL_MISSING,
                Failures.unavailable(Duration.ofSeconds(5)), Failures.TIMED_OUT, Failures.GARBLED)) {
            pool.blame(key(0), "max", failure, NOW);
        }

        assertThat(pool.resting(NOW)).isZero();
    }

    @Test
    void restsNoLongerThanADayWhateverAnUpstreamSays() {
        pool.blame(key(0), "max", Failures.throttled(Duration.ofSeconds(Long.MAX_VALUE)), NOW);

        assertThat(pool.resting("max", NOW.plus(Duration.ofHours(23)))).isEqualTo(1);
        assertThat(pool.resting("max", NOW.plus(Duration.ofDays(1)))).isZero();
    }

    @Test
    void givesASessionTheSameKeyAndEachKeyAsManySessions() {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
            int place = placeFor(i);
            assertThat(placeFor(i)).isEqualTo(place);
            used.add(place);
        }

        for (int place = 0; place < 3; place++) {
            assertThat(Collections.frequency(used, place)).isBetween(2800, 3200);
        }
    }

    @Test
    void movesOnlyTheSessionsOfAKeyThatRestsAndTakesThemBackWhenItWakes() {
        List<Integer> before = IntStream.range(0, 300).map(this::placeFor).boxed().toList();
        pool.rest(key(1), MAX, NOW.plus(Duration.ofSeconds(10)), NOW);
        List<Integer> meanwhile = IntStream.range(0, 300).map(this::placeFor).boxed().toList();

        for (int i = 0; i < 300; i++) {
            assertThat(meanwhile.get(i)).isNotEqualTo(1);
            if (before.get(i) != 1) {
                assertThat(meanwhile.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(meanwhile).as("the sessions of the key are divided").contains(0, 2);
        assertThat(IntStream.range(0, 300)
                .map(i -> pool.next("max", Set.of(), NOW.plus(Duration.ofSeconds(10)), session(i))
                        .orElseThrow()
                        .place())
                .boxed()).isEqualTo(before);
    }

    @Test
    void doesNotCountASessionAmongThoseThatTakeTurns() {
        assertThat(places(1, "max")).containsExactly(0);
        var _ = placeFor(1);
        assertThat(places(2, "max")).containsExactly(1, 2);
    }

    private int placeFor(int session) {
        return pool.next("max", Set.of(), NOW, session(session)).orElseThrow().place();
    }

    private static Optional<AffinityKey> session(int number) {
        return Optional.of(AffinityKey.ofSession("session-" + number));
    }

    @Test
    void hasAtLeastOneKey() {
        assertThat(pool.all()).hasSize(3);
        assertThatThrownBy(() -> pool(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Integer> places(int times, String model) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            places.add(pool.next(model, Set.of(), NOW, ANY).orElseThrow().place());
        }
        return places;
    }

    private KeyPool.Key key(int place) {
        return key(pool, place);
    }

    private static KeyPool.Key key(KeyPool pool, int place) {
        return pool.all().get(place);
    }

    private static KeyPool pool(int size) {
        return new KeyPool(
                IntStream.range(0, size).mapToObj(_ -> Way.toChat(new FakePort())).toList());
    }
}
