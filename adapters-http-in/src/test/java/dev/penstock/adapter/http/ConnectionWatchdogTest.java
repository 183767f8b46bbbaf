package dev.penstock.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.penstock.domain.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ConnectionWatchdogTest {
    private static final long LATER = System.nanoTime() + Duration.ofHours(1).toNanos();

    private final ConnectionWatchdog watchdog = new ConnectionWatchdog();

    static Stream<Runnable> faults() {
        return Stream.of(() -> {
            throw new UncheckedIOException(new ClosedChannelException());
        }, () -> {
            throw new UncheckedIOException(new IOException("Transport endpoint is not connected"));
        }, () -> {
            throw new IllegalStateException("a defect");
        }, () -> {
            throw new OutOfMemoryError("injected");
        });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void closesEveryOtherOverdueConnectionWhenOneCannotBeClosed(Runnable fault) {
        AtomicInteger closed = new AtomicInteger();
        watchdog.add(overdue(closed::incrementAndGet));
        watchdog.add(overdue(fault));
        watchdog.add(overdue(closed::incrementAndGet));

        watchdog.closeOverdue(LATER);

        assertThat(closed).hasValue(2);
    }

    @Test
    void closesAConnectionThatIsClosedAlreadyWithoutAComplaint() {
        AtomicInteger calls = new AtomicInteger();
        ClientConnection client = overdue(() -> {
            if (calls.incrementAndGet() > 1) {
                throw new UncheckedIOException(new ClosedChannelException());
            }
        });

        client.closeIfOverdue(LATER);

        assertThatNoException().isThrownBy(() -> client.closeIfOverdue(LATER));
        assertThat(calls).hasValue(2);
    }

    @Test
    void leavesAConnectionThatWasRemoved() {
        AtomicInteger closed = new AtomicInteger();
        ClientConnection client = overdue(closed::incrementAndGet);
        watchdog.add(client);
        watchdog.remove(client);

        watchdog.closeOverdue(LATER);

        assertThat(closed).hasValue(0);
    }

    @Test
    void goesOnWatchingAfterAFaultAndEndsWhenItIsStopped() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(2);
        ClientConnection client = new ClientConnection(FakeSocket.of(() -> new byte[0], () -> {
            looks.countDown();
            throw new OutOfMemoryError("injected");
        }), InstantSource.system(), Ticker.SYSTEM, settings(Duration.ofNanos(1)));
        client.writing();
        watchdog.add(client);
        watchdog.start();

        assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(watchdog.isAlive()).isTrue();
        watchdog.stop();
        while (watchdog.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private static ClientConnection overdue(Runnable onClose) {
        ClientConnection client = new ClientConnection(FakeSocket.of(() -> new byte[0], onClose),
                InstantSource.system(), Ticker.SYSTEM, settings(Duration.ofMinutes(1)));
        client.writing();
        return client;
    }

    private static ListenerSettings settings(Duration writeTimeout) {
        ListenerSettings usual = ListenerSettings.of("127.0.0.1", 0);
        return new ListenerSettings(usual.host(), usual.port(), usual.bodyLimit(), usual.bodyMemory(),
                usual.pages(), usual.maxConnections(), usual.readTimeout(), writeTimeout,
                usual.idleTimeout(), usual.commitAfter(), usual.keepAlive(), usual.drainTimeout());
    }
}
