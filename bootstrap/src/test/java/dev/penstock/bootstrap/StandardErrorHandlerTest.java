package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StandardErrorHandlerTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void writesAllThatWasLoggedBeforeItCloses() {
        StandardErrorHandler handler = new StandardErrorHandler(said, 1000);
        for (int i = 0; i < 100; i++) {
            handler.publish(new LogRecord(Level.WARNING, "line " + i));
        }
        handler.close();

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("line 0", "line 99");
    }

    @Test
    void writesOnAfterALineThatFailed() {
        StandardErrorHandler handler = new StandardErrorHandler(new OutputStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (new String(bytes, offset, length, StandardCharsets.UTF_8).contains("first")) {
                    throw new OutOfMemoryError("of the test");
                }
                said.write(bytes, offset, length);
            }

            @Override
            public void write(int b) {
                throw new AssertionError("lines are written whole");
            }
        }, 10);
        handler.publish(new LogRecord(Level.WARNING, "first"));
        handler.publish(new LogRecord(Level.WARNING, "second"));
        handler.close();

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("second");
    }

    @Test
    void blocksNobodyWhileItsOutputIsNotRead() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        StandardErrorHandler handler = new StandardErrorHandler(new OutputStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                writing.countDown();
                try {
                    read.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                said.write(bytes, offset, length);
            }

            @Override
            public void write(int b) {
                throw new AssertionError("lines are written whole");
            }
        }, 2);
        handler.publish(new LogRecord(Level.WARNING, "first"));
        writing.await();
        for (int i = 0; i < 5; i++) {
            handler.publish(new LogRecord(Level.WARNING, "line " + i));
        }
        read.countDown();
        while (!said.toString(StandardCharsets.UTF_8).contains("dropped")) {
            Thread.onSpinWait();
        }
        handler.close();

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("first", "line 0", "line 1",
                "(3 log lines were dropped here")
                .doesNotContain("line 2");
    }
}
