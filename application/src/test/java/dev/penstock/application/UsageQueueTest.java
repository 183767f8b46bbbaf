package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UsageQueueTest {
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void writesEverythingInOrderBeforeItIsClosed() {
        UsageQueue queue = UsageQueue.retrying(line -> written.add(line.requestId()), limits(4));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add("req_" + i);
            queue.record(line("req_" + i));
        }
        queue.close();

        assertThat(written).isEqualTo(ids);
    }

    @Test
    void makesTheCallerWaitAMomentRatherThanLoseARecord() throws InterruptedException {
        CountDownLatch mayWrite = new CountDownLatch(1);
        UsageQueue queue = UsageQueue.retrying(line -> {
            awaitQuietly(mayWrite);
            written.add(line.requestId());
        }, limits(1));
        Thread caller = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 5; i++) {
                queue.record(line("req_" + i));
            }
        });
        assertThat(caller.join(Duration.ofMillis(100))).isFalse();
        mayWrite.countDown();
        caller.join();
        queue.close();

        assertThat(written).hasSize(5);
    }

    @Test
    void losesRecordsRatherThanMakeTheCallerWaitWhereThatWasChosen() {
        CountDownLatch mayWrite = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        UsageQueue queue = UsageQueue.losing(line -> {
            writing.countDown();
            awaitQuietly(mayWrite);
            written.add(line.requestId());
        }, limits(2));
        queue.record(line("req_0"));
        awaitQuietly(writing);
        for (int i = 1; i < 5; i++) {
            queue.record(line("req_" + i));
        }
        mayWrite.countDown();
        queue.close();

        assertThat(written).containsExactly("req_0", "req_1");
    }

    @Test
    void goesOnAfterARecordThatCannotBeWritten() {
        UsageQueue queue = UsageQueue.retrying(line -> {
            if (line.requestId().equals("req_bad")) {
                throw new IllegalStateException("cannot be formatted");
            }
            written.add(line.requestId());
        }, limits(10));
        queue.record(line("req_bad"));
        queue.record(line("req_good"));
        queue.close();

        assertThat(written).containsExactly("req_good");
    }

    @Test
    void goesOnWritingEvenIfAFailureCannotBeLogged() {
        CountDownLatch failures = new CountDownLatch(2);
        UsageQueue queue = UsageQueue.retrying(line -> {
            if (failures.getCount() > 0) {
                failures.countDown();
                throw new OutOfMemoryError("injected") {
                    @Override
                    public String getMessage() {
                        throw new OutOfMemoryError("injected, while the failure is logged");
                    }
                };
            }
            written.add(line.requestId());
        }, limits(10));
        for (String id : List.of("req_1", "req_2", "req_3")) {
            queue.record(line(id));
        }
        assertThat(queue.isWriting()).isTrue();
        queue.close();

        assertThat(written).containsExactly("req_1", "req_2", "req_3");
        assertThat(queue.isWriting()).isFalse();
    }

    @Test
    void closesTheRecorderLastAndWritesLatecomersThrough() {
        UsageQueue queue = UsageQueue.retrying(new UsageRecorder() {
            @Override
            public void record(UsageRecord line) {
                written.add(line.requestId());
            }

            @Override
            public void close() {
                written.add("closed");
            }
        }, limits(10));
        queue.record(line("req_1"));
        queue.close();
        queue.record(line("req_2"));

        assertThat(written).containsExactly("req_1", "closed", "req_2");
    }

    @Test
    void triesAgainWhatCouldNotBeWrittenAndLosesNothing() {
        CountDownLatch room = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(3);
        UsageQueue queue = UsageQueue.retrying(line -> {
            tried.countDown();
            if (room.getCount() > 0) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            written.add(line.requestId());
        }, limits(10));
        queue.record(line("req_1"));
        queue.record(line("req_2"));
        awaitQuietly(tried);

        assertThat(queue.health()).isEqualTo(new LedgerHealth(LedgerHealth.State.FAILING, 2, 0,
                Optional.of("No space left on device")));

        room.countDown();
        queue.close();

        assertThat(written).containsExactly("req_1", "req_2");
        assertThat(queue.health()).isEqualTo(
                new LedgerHealth(LedgerHealth.State.WRITING, 0, 0, Optional.empty()));
    }

    @Test
    void letsRequestsGoOnWhileNobodyTakesTheRecordsAndSaysSo() {
        CountDownLatch read = new CountDownLatch(1);
        UsageQueue queue = UsageQueue.retrying(line -> {
            awaitQuietly(read);
            written.add(line.requestId());
        }, new QueueLimits(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)));
        for (int i = 0; i < 5; i++) {
            queue.record(line("req_" + i));
        }

        assertThat(queue.health()).isEqualTo(
                new LedgerHealth(LedgerHealth.State.FULL, 2, 3, Optional.empty()));

        read.countDown();
        queue.close();

        assertThat(written).containsExactly("req_0", "req_1");
        assertThat(queue.health().state()).isEqualTo(LedgerHealth.State.WRITING);
    }

    @Test
    void doesNotKeepACloseWaitingForARecorderThatIsStuck() {
        CountDownLatch never = new CountDownLatch(1);
        UsageQueue queue = UsageQueue.retrying(_ -> awaitUninterruptibly(never),
                new QueueLimits(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)));
        queue.record(line("req_1"));
        queue.close();
        queue.record(line("req_2"));

        assertThat(queue.health().lost()).isEqualTo(2);
        never.countDown();
    }

    private static QueueLimits limits(int capacity) {
        return new QueueLimits(capacity, Duration.ofSeconds(20), Duration.ofMillis(1),
                Duration.ofSeconds(20));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.park(latch);
            var _ = Thread.interrupted();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UsageRecord line(String id) {
        return new UsageRecord(id, Instant.EPOCH, Optional.empty(), Optional.empty(), false, List.of(),
                Outcome.REFUSED,
                Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    }
}
