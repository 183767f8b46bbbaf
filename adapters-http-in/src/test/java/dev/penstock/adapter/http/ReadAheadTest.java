package dev.penstock.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ReadAheadTest {
    static Stream<Throwable> faults() {
        return Stream.of(new UncheckedIOException(new IOException("reset")),
                new IllegalArgumentException("a defect"),
                new OutOfMemoryError("injected"), new StackOverflowError("injected"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void reportsTheEndOfTheConnectionWhateverTheReadThrows(Throwable fault) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        ReadAhead ahead = failing(fault);

        ahead.onEnd(ended::countDown);

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void endsTheWaitForABodyWhateverTheReadThrows(Throwable fault) {
        ReadAhead ahead = failing(fault);
        ahead.upload(true);

        assertThatThrownBy(ahead::next).isInstanceOf(ServerConnectionException.class).hasCause(fault);
    }

    private static ReadAhead failing(Throwable fault) {
        return new ReadAhead(FakeSocket.of(() -> {
            if (fault instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) fault;
        }, () -> {
        }));
    }
}
