package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.port.RequestObserver.Sequel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls to interceptors and usage recorders, those that do not come back among them.
@Timeout(60)
final class ShortCallsTest {
    private static final int MOST_LOST = 8;
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    /// Lets those end that hang.
    @AfterEach
    void openGate() throws IOException {
        Files.writeString(gate(), "open");
    }

    @Test
    void areNotMadeWhileTooManyHaveNotComeBack() throws Exception {
        odd(Mode.REFUSE, "1");
        try (Bench bench = intercepting(Mode.REFUSE, SHORT)) {
            RequestGuard guard = (RequestGuard) bench.interceptor();
            loseAll(guard);

            assertThatThrownBy(() -> guard.objection(Bench.request("fine")))
                    .hasMessage("it is not called while 9 calls of before have not come back");
            assertThat(bench.dropIns().concerns())
                    .containsExactly("interceptors[0]: 9 calls were given up and have not come back");

            openGate();
            assertThat(answered(guard)).isEmpty();
        }
    }

    @Test
    void areMadeAtOnceToAVersionThatReplacesOneThatHangs() {
        odd(Mode.REFUSE, "1");
        try (Bench bench = intercepting(Mode.REFUSE, SHORT)) {
            RequestGuard guard = (RequestGuard) bench.interceptor();
            loseAll(guard);
            odd(Mode.REFUSE, "2");
            bench.dropIns().reload();

            assertThat(guard.objection(Bench.request("object!"))).contains("2 objects");
            assertThat(bench.dropIns().concerns()).isEmpty();
        }
    }

    @Test
    void tellTheEndOfARequestToTheVersionThatSawItsBeginning() {
        odd(Mode.OBSERVE, "1");
        try (Bench bench = intercepting(Mode.OBSERVE, LONG)) {
            RequestObserver observer = (RequestObserver) bench.interceptor();
            Sequel sequel = observer.asked(Bench.request("fine"));
            odd(Mode.OBSERVE, "2");
            bench.dropIns().reload();

            sequel.ended(new InterceptedAnswer("", false), Bench.line("req_1"));
            assertThat(System.clearProperty("acme.odd.told")).isEqualTo("1 COMPLETED");
            observer.asked(Bench.request("fine"))
                    .ended(new InterceptedAnswer("", false), Bench.line("req_2"));
            assertThat(System.clearProperty("acme.odd.told")).isEqualTo("2 COMPLETED");
        }
    }

    @Test
    void loseNoRecordButTheOneThatTookTooLong() throws Exception {
        TinyPlugin.oddRecorder("hang", "1").into(folder.resolve("plugins/odd"));
        try (Bench bench = recording()) {
            bench.recorder().record(Bench.line("req_0"));
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int i = 1; i < 100; i++) {
                    bench.recorder().record(Bench.line("req_" + i));
                }
            });
            openGate();
            writer.join();

            assertThat(kept()).hasSize(100); // that one came late, and is there
        }
    }

    @Test
    void recordWithAVersionThatReplacesOneThatHangs() throws Exception {
        TinyPlugin.oddRecorder("hang", "1").into(folder.resolve("plugins/odd"));
        try (Bench bench = recording()) {
            bench.recorder().record(Bench.line("req_0"));
            Thread writer = Thread.ofVirtual().start(() -> bench.recorder().record(Bench.line("req_1")));
            TinyPlugin.oddRecorder("", "2").into(folder.resolve("plugins/odd"));
            bench.dropIns().reload();
            writer.join();

            assertThat(kept()).containsExactly("2 req_1");
        }
    }

    @Test
    void areToldWithoutTheSecretsOfThePlugin() {
        TinyPlugin.oddRecorder("tell", "1").into(folder.resolve("plugins/odd"));
        try (Bench bench = recording()) {
            assertThat(bench.problem())
                    .isEqualTo(
                            "usage-recorders.odd cannot be connected: IllegalStateException: cannot log in with ***");
        }
    }

    @Test
    void areNotMadeToARecorderThatIsNoneWhichHarmsNoOtherPlugin() {
        TinyPlugin.oddRecorder("null", "1").into(folder.resolve("plugins/first"));
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/second"));
        try (Bench bench = Bench.recording(folder.resolve("plugins"), SHORT, Map.of(), "echo")) {
            assertThat(bench.problem())
                    .startsWith("usage-recorders.odd cannot be connected: NullPointerException");
            assertThat(bench.ask("echo")).contains("\"content\":\"1\"");
            bench.recorder().record(Bench.line("req_1"));
        }
    }

    private void odd(Mode mode, String version) {
        TinyPlugin.odd(mode, version).into(folder.resolve("plugins/odd"));
    }

    private Path gate() {
        return folder.resolve("gate");
    }

    private List<String> kept() throws IOException {
        return Files.readAllLines(folder.resolve("kept"));
    }

    private Bench intercepting(Mode mode, Duration timeout) {
        return Bench.intercepting(folder.resolve("plugins"), mode, timeout,
                Map.of("gate", gate().toString()));
    }

    private Bench recording() {
        return Bench.recording(folder.resolve("plugins"), SHORT, Map.of("gate", gate().toString(), "file",
                folder.resolve("kept").toString(), "password", "correct horse"));
    }

    private static void loseAll(RequestGuard guard) {
        for (int i = 0; i <= MOST_LOST; i++) {
            assertThatThrownBy(() -> guard.objection(Bench.request("hang")))
                    .hasMessage("it has not come back within 50 ms");
        }
    }

    /// As soon as enough have come back.
    private static Optional<String> answered(RequestGuard guard) throws InterruptedException {
        while (true) {
            try {
                return guard.objection(Bench.request("fine"));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("not come back");
                Thread.sleep(10);
            }
        }
    }
}
