package dev.penstock.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.port.Cancellation.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationTest {
    private static final Duration AGES = Duration.ofDays(1);

    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void hasNotHappenedAtFirst() {
        assertThat(cancellation.happened()).isFalse();
        assertThat(cancellation.cause()).isEmpty();
        cancellation.throwIfHappened();
    }

    @Test
    void neverCeasesToHaveHappenedForTheCauseThatCameFirst() {
        cancellation.cancel(Cause.GATEWAY_STOPS);
        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThat(cancellation.happened()).isTrue();
        assertThat(cancellation.cause()).contains(Cause.GATEWAY_STOPS);
        assertThatThrownBy(cancellation::throwIfHappened).isInstanceOf(CancellationException.class);
    }

    @Test
    void runsEachActionOnceInTheOrderOfTheirComing() {
        var _ = cancellation.onCancel(() -> done.add("first"));
        var _ = cancellation.onCancel(() -> done.add("second"));
        cancellation.cancel(Cause.CLIENT_LEFT);
        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void runsNoActionThatWasTakenBackAndEveryOther() {
        Runnable action = () -> done.add("same");
        Cancellation.Registration first = cancellation.onCancel(action);
        var _ = cancellation.onCancel(action);
        first.close();
        first.close();
        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("same");
    }

    @Test
    void runsEveryActionEvenIfOneThrows() {
        var _ = cancellation.onCancel(() -> {
            throw new IllegalStateException("closed already");
        });
        var _ = cancellation.onCancel(() -> {
            throw new OutOfMemoryError("injected");
        });
        var _ = cancellation.onCancel(() -> done.add("last"));

        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("last");
    }

    @Test
    void runsAnActionThatComesTooLateAtOnce() {
        cancellation.cancel(Cause.CLIENT_LEFT);
        Cancellation.Registration late = cancellation.onCancel(() -> done.add("late"));
        assertThat(done).containsExactly("late");
        late.close();

        assertThat(done).containsExactly("late");
    }

    @Test
    void knowsItsCauseByTheTimeTheActionsRun() {
        var _ = cancellation.onCancel(() -> done.add(cancellation.cause().orElseThrow().name()));
        cancellation.cancel(Cause.GATEWAY_STOPS);

        assertThat(done).containsExactly("GATEWAY_STOPS");
    }

    @Test
    void letsAnActionRegisterAnother() {
        var _ = cancellation.onCancel(() -> {
            var _ = cancellation.onCancel(() -> done.add("inner"));
        });
        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThat(done).containsExactly("inner");
    }

    @Test
    void runsEveryActionOnceHoweverManyCancelAtATime() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Cancellation contested = new Cancellation();
            AtomicInteger runs = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofVirtual().start(() -> contested.cancel(Cause.CLIENT_LEFT)));
                threads.add(Thread.ofVirtual().start(() -> {
                    var _ = contested.onCancel(runs::incrementAndGet);
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(runs).hasValue(4);
        }
    }

    @Test
    void comesBackFromAPauseThatIsOver() {
        cancellation.pause(Duration.ofMillis(1));
        cancellation.pause(Duration.ZERO);
        cancellation.pause(Duration.ofSeconds(-1));

        assertThat(cancellation.happened()).isFalse();
    }

    @Test
    void endsAPauseWhenItHappens() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread pausing = Thread.ofPlatform().start(() -> {
            try {
                cancellation.pause(AGES);
            } catch (CancellationException e) {
                thrown.set(e);
            }
        });
        while (pausing.isAlive() && pausing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        cancellation.cancel(Cause.CLIENT_LEFT);
        pausing.join();

        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void doesNotPauseOnceItHasHappened() {
        cancellation.cancel(Cause.CLIENT_LEFT);

        assertThatThrownBy(() -> cancellation.pause(AGES)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> cancellation.pause(Duration.ZERO)).isInstanceOf(CancellationException.class);
    }

    @Test
    void endsAPauseWhenTheThreadIsInterruptedAndKeepsTheMark() throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        Thread pausing = Thread.ofVirtual().start(() -> {
            try {
                cancellation.pause(AGES);
            } catch (CancellationException e) {
                if (Thread.currentThread().isInterrupted()) {
                    kept.countDown();
                }
            }
        });
        pausing.interrupt();
        pausing.join();

        assertThat(kept.getCount()).isZero();
        assertThat(cancellation.happened()).isFalse();
    }
}
