package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.application.Slots.Slot;
import dev.penstock.domain.port.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {
    private static final Duration AGES = Duration.ofDays(1);

    private final Cancellation nobody = new Cancellation();

    @Test
    void givesAsManyAsThereAreAtOnce() {
        Slots slots = slots(2, 0);

        assertThat(slots.take(AGES, nobody)).isPresent();
        assertThat(slots.take(AGES, nobody)).isPresent();
        assertThat(slots.take(AGES, nobody)).isEmpty();
        assertThat(slots.taken()).isEqualTo(2);
    }

    @Test
    void givesAgainWhatWasGivenBack() {
        Slots slots = slots(1, 0);
        take(slots).close();

        assertThat(slots.taken()).isZero();
        assertThat(slots.take(AGES, nobody)).isPresent();
    }

    @Test
    void turnsAwayWhoFindsTheQueueFull() {
        Slots slots = slots(1, 2);
        var _ = take(slots);
        waiting(slots, 1, nobody, _ -> {
        });
        waiting(slots, 2, nobody, _ -> {
        });

        assertThat(slots.take(AGES, nobody)).isEmpty();
        assertThat(slots.queued()).isEqualTo(2);
    }

    @Test
    void servesTheQueueInTheOrderOfComing() throws InterruptedException {
        Slots slots = slots(1, 10);
        Slot first = take(slots);
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            int place = i;
            threads.add(waiting(slots, place, nobody, slot -> {
                served.add(place);
                slot.close();
            }));
        }
        first.close();
        join(threads);

        assertThat(served).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(slots.taken()).isZero();
    }

    @Test
    void letsNobodyWaitForLongerThanTheSettingsSay() {
        Slots slots = new Slots(new ConcurrencySettings(1, 10, Duration.ofMillis(1)));
        var _ = take(slots);

        assertThat(slots.take(AGES, nobody)).isEmpty();
        assertThat(slots.queued()).isZero();
        assertThat(slots.taken()).isEqualTo(1);
    }

    @Test
    void letsNobodyWaitForLongerThanHisPatienceLasts() {
        Slots slots = slots(1, 10);
        var _ = take(slots);

        assertThat(slots.take(Duration.ofMillis(1), nobody)).isEmpty();
        assertThat(slots.take(Duration.ofSeconds(-1), nobody)).isEmpty();
        assertThat(slots.queued()).isZero();
    }

    @Test
    void letsThoseBehindMoveUpWhenSomebodyGivesUp() throws InterruptedException {
        Slots slots = slots(1, 10);
        Slot first = take(slots);
        Cancellation leaving = new Cancellation();
        Thread left = waiting(slots, 1, leaving, Slot::close);
        List<String> served = new CopyOnWriteArrayList<>();
        Thread behind = waiting(slots, 2, nobody, slot -> {
            served.add("behind");
            slot.close();
        });
        leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
        left.join();
        assertThat(slots.queued()).isEqualTo(1);
        first.close();
        behind.join();

        assertThat(served).containsExactly("behind");
    }

    @Test
    void endsTheWaitOfAClientThatLeavesAndFreesNothingThatIsNotHis() throws InterruptedException {
        Slots slots = slots(1, 10);
        Slot first = take(slots);
        Cancellation leaving = new Cancellation();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                var _ = slots.take(AGES, leaving);
            } catch (CancellationException e) {
                thrown.set(e);
            }
        });
        Threads.await(() -> slots.queued() == 1);
        leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(slots.taken()).isEqualTo(1);
        assertThat(slots.queued()).isZero();
        first.close();
        assertThat(slots.taken()).isZero();
    }

    @Test
    void passesASlotOnThatComesToAClientWhoIsLeaving() throws InterruptedException {
        Slots slots = slots(1, 10);
        for (int round = 0; round < 200; round++) {
            Slot first = take(slots);
            Cancellation leaving = new Cancellation();
            Thread left = waiting(slots, 1, leaving, Slot::close);
            first.close();
            leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
            left.join();
            assertThat(slots.taken()).isZero();
        }
    }

    @Test
    void endsTheWaitOfAThreadThatIsInterrupted() throws InterruptedException {
        Slots slots = slots(1, 10);
        var _ = take(slots);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                var _ = slots.take(AGES, nobody);
            } catch (CancellationException e) {
                thrown.set(e);
            }
        });
        Threads.await(() -> slots.queued() == 1);
        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(slots.queued()).isZero();
        assertThat(slots.taken()).isEqualTo(1);
    }

    @Test
    void givesNothingToAClientThatHasLeft() {
        Slots slots = slots(1, 1);
        Cancellation gone = new Cancellation();
        gone.cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThatThrownBy(() -> slots.take(AGES, gone)).isInstanceOf(CancellationException.class);
        assertThat(slots.taken()).isZero();
    }

    @Test
    void neitherLosesNorDoublesASlotInAStormOfComersAndLeavers() throws InterruptedException {
        Slots slots = new Slots(new ConcurrencySettings(5, 100, Duration.ofMillis(20)));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Random random = new Random(42);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Cancellation leaving = new Cancellation();
            int delay = random.nextInt(20_000_000);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < 5; round++) {
                    work(slots, leaving, running, most);
                }
            }));
            if (random.nextBoolean()) {
                threads.add(Thread.ofVirtual().start(() -> {
                    LockSupport.parkNanos(delay);
                    leaving.cancel(Cancellation.Cause.CLIENT_LEFT);
                }));
            }
        }
        join(threads);

        assertThat(most.get()).isBetween(1, 5);
        assertThat(slots.taken()).isZero();
        assertThat(slots.queued()).isZero();
    }

    @Test
    void takesNoSettingsThatLetNobodyThrough() {
        assertThatThrownBy(() -> slots(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slots(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void work(Slots slots, Cancellation leaving, AtomicInteger running, AtomicInteger most) {
        try {
            Optional<Slot> got = slots.take(AGES, leaving);
            if (got.isPresent()) {
                try (Slot _ = got.get()) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1);
                    running.decrementAndGet();
                }
            }
        } catch (CancellationException _) {
            // that is what leavers get
        }
    }

    /// Starts a thread that stands at that place of the queue.
    private static Thread waiting(Slots slots, int place, Cancellation cancellation,
            Consumer<Slot> then) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                slots.take(AGES, cancellation).ifPresent(then);
            } catch (CancellationException _) {
                // then not
            }
        });
        Threads.await(() -> slots.queued() == place);
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Slot take(Slots slots) {
        return slots.take(AGES, nobody).orElseThrow();
    }

    private static Slots slots(int most, int queue) {
        return new Slots(new ConcurrencySettings(most, queue, AGES));
    }
}
