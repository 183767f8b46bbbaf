package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UsageQueueTest {
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void writesEverythingInOrderBeforeItIsClosed() {
        UsageQueue queue = UsageQueue.waiting(line -> written.add(line.requestId()), 4);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add("req_" + i);
            queue.record(line("req_" + i));
        }
        queue.close();

        assertThat(written).isEqualTo(ids);
    }

    @Test
    void makesTheCallerWaitRatherThanLoseARecord() throws InterruptedException {
        CountDownLatch mayWrite = new CountDownLatch(1);
        UsageQueue queue = UsageQueue.waiting(line -> {
            awaitQuietly(mayWrite);
            written.add(line.requestId());
        }, 1);
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
        }, 1);
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
        UsageQueue queue = UsageQueue.waiting(line -> {
            if (line.requestId().equals("req_bad")) {
                throw new IllegalStateException("disk full");
            }
            written.add(line.requestId());
        }, 10);
        queue.record(line("req_bad"));
        queue.record(line("req_good"));
        queue.close();

        assertThat(written).containsExactly("req_good");
    }

    @Test
    void closesTheRecorderLastAndWritesLatecomersThrough() {
        UsageQueue queue = UsageQueue.waiting(new UsageRecorder() {
            @Override
            public void record(UsageRecord line) {
                written.add(line.requestId());
            }

            @Override
            public void close() {
                written.add("closed");
            }
        }, 10);
        queue.record(line("req_1"));
        queue.close();
        queue.record(line("req_2"));

        assertThat(written).containsExactly("req_1", "closed", "req_2");
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
