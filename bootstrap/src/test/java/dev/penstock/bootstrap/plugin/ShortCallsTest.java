package dev.penstock.bootstrap.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bootstrap.plugin.Seatings.ForInterceptor;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.port.RequestGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls to an interceptor that do not come back.
@Timeout(60)
final class ShortCallsTest {
    private static final int MOST_LOST = 8;

    @TempDir
    private Path folder;

    @Test
    void areNotMadeWhileTooManyHaveNotComeBack() throws Exception {
        TinyPlugin.odd(Mode.REFUSE, "1").into(folder.resolve("plugins/odd"));
        Path gate = folder.resolve("gate");
        try (Bench bench = bench(gate)) {
            RequestGuard guard = (RequestGuard) bench.dropIns().interceptors().getFirst().interceptor();
            for (int i = 0; i <= MOST_LOST; i++) {
                assertThatThrownBy(() -> guard.objection(request("hang")))
                        .hasMessage("it has not come back within 50 ms");
            }
            assertThatThrownBy(() -> guard.objection(request("fine")))
                    .hasMessage("it is not called while 9 calls of before have not come back");

            Files.writeString(gate, "open");
            assertThat(answered(guard)).isEmpty();
        } finally {
            open(gate);
        }
    }

    @Test
    void areGivenUpWithoutTakingTheOthersAlong() {
        TinyPlugin.odd(Mode.REFUSE, "1").into(folder.resolve("plugins/odd"));
        Path gate = folder.resolve("gate");
        try (Bench bench = bench(gate)) {
            RequestGuard guard = (RequestGuard) bench.dropIns().interceptors().getFirst().interceptor();
            assertThatThrownBy(() -> guard.objection(request("hang")))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(guard.objection(request("object!"))).contains("1 objects");
        } finally {
            open(gate);
        }
    }

    private Bench bench(Path gate) {
        Seating seating = new Seating(new KindName(Role.INTERCEPTOR, "odd"), "odd", "interceptors[0]",
                List.of(Map.of("gate", gate.toString())));
        return new Bench(folder.resolve("plugins"), new Seatings(List.of(), List.of(),
                List.of(new ForInterceptor(seating, Mode.REFUSE, Duration.ofMillis(50), true, 0))));
    }

    /// As soon as enough have come back.
    private static Optional<String> answered(RequestGuard guard) throws InterruptedException {
        while (true) {
            try {
                return guard.objection(request("fine"));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("not come back");
                Thread.sleep(10);
            }
        }
    }

    private static void open(Path gate) {
        try {
            Files.writeString(gate, "open");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InterceptedRequest request(String body) {
        return new InterceptedRequest("req_1", Endpoint.CHAT_COMPLETIONS, Optional.empty(), false,
                JsonText.of(body), Map.of());
    }
}
