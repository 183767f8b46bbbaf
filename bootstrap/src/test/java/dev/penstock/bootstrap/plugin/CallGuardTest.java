package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// What becomes of calls into a plug-in.
final class CallGuardTest {
    private final CallGuard guard = new CallGuard("echo", Duration.ofMillis(100));
    private final ChatCall call = Bench.call("any", Duration.ofSeconds(60));

    @Test
    void handsOverTheAnswer() {
        assertThat(run(SinkGate.unused(), () -> "well")).isEqualTo("well");
    }

    @Test
    void givesUpWhatNobodyWaitsForAnyMore() {
        CountDownLatch never = new CountDownLatch(1);
        call.cancellation().cancel(Cancellation.Cause.CLIENT_LEFT);

        assertThatThrownBy(() -> run(SinkGate.unused(), () -> deaf(never)))
                .isInstanceOf(CancellationException.class);
        never.countDown();
    }

    @Test
    void tellsWhatTheClientsConnectionThrewWhateverThePluginMakesOfIt() {
        IllegalStateException gone = new IllegalStateException("gone");
        SinkGate gate = new SinkGate(_ -> {
            throw gone;
        });

        assertThatThrownBy(() -> run(gate, () -> {
            try {
                gate.accept(List.of(new ChatChunk(JsonText.of("{}"), false)));
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException("of my own", e);
            }
            return "never";
        })).isSameAs(gone);
    }

    @Test
    void doesNotTakeThePluginsOwnCancellationForTheClients() {
        assertThatThrownBy(() -> run(SinkGate.unused(), () -> {
            throw new CancellationException("mine");
        })).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isInstanceOf(UpstreamFailure.Garbled.class));
    }

    @Test
    void logsADefectWithoutWhatMustNotBeShown() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(CallGuard.class.getName());
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage() + " " + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        logger.setLevel(Level.WARNING);
        logger.addHandler(ear);
        try {
            assertThatThrownBy(() -> guard.run(call, SinkGate.unused(), ClassLoader.getPlatformClassLoader(),
                    text -> text.replace("sk-test-odd", "***"), () -> {
                        throw new IllegalArgumentException("no header: sk-test-odd");
                    })).isInstanceOf(UpstreamException.class);
        } finally {
            logger.removeHandler(ear);
            logger.setLevel(before);
        }
        assertThat(logged).singleElement()
                .asString()
                .contains("IllegalArgumentException: no header: ***", "CallGuardTest")
                .doesNotContain("sk-test-odd");
    }

    @Test
    void runsThePluginWithItsOwnClassLoaderAround() {
        assertThat(run(SinkGate.unused(), () -> Thread.currentThread().getContextClassLoader()))
                .isSameAs(ClassLoader.getPlatformClassLoader());
    }

    private <T> T run(SinkGate gate, Supplier<T> work) {
        return guard.run(call, gate, ClassLoader.getPlatformClassLoader(), text -> text, work);
    }

    /// Waits and does not listen to interrupts.
    private static String deaf(CountDownLatch never) {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException _) {
                // once more
            }
        }
        return "late";
    }
}
