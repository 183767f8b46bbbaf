package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bootstrap.plugin.TinyPlugin;
import dev.penstock.domain.port.Interceptor.Mode;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Interceptors and usage recorders that do not do what they should, in a running gateway.
@Timeout(60)
final class FaultyInterceptorsIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"hang", "throw", "link", "null"})
    void keepRequestsFromGoingOnWhereTheyAreNeeded(String what) {
        TinyPlugin.odd(Mode.REFUSE, "1").into(plugin());
        try (PluginBed bed = bed("refuse", "")) {
            Page answer = bed.ask("demo/" + what);

            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("interceptor_failed");
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(answer.body()).contains("'odd' has failed").doesNotContain("secret");
            UsageRecord line = bed.gateway().settled();
            assertThat(line.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(line.reason()).contains("interceptor_failed");

            assertThat(bed.ask("demo/any").status()).isEqualTo(200);
            assertThat(bed.ask("demo/object!").body()).contains("1 objects");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "throw", "link", "null"})
    void letRequestsPassWhereTheyAreNot(String what) {
        TinyPlugin.odd(Mode.REFUSE, "1").into(plugin());
        try (PluginBed bed = bed("refuse", "    on-failure: pass\n")) {
            assertThat(bed.ask("demo/" + what).status()).isEqualTo(200);
            assertThat(bed.ask("demo/object!").status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "throw", "null"})
    void areBlamedForABodyThatIsNoRequest(String what) {
        TinyPlugin.odd(Mode.EDIT, "1").into(plugin());
        try (PluginBed bed = bed("edit", "")) {
            Page answer = bed.ask("demo/" + what);

            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("interceptor_failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "throw", "link"})
    void areNoHindranceWhereTheyOnlyObserve(String what) {
        TinyPlugin.odd(Mode.OBSERVE, "1").into(plugin());
        try (PluginBed bed = bed("observe", "")) {
            assertThat(bed.ask("demo/" + what).status()).isEqualTo(200);
            assertThat(bed.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/hang", "echo/hang"})
    void keepNobodyWaitingWhereTheyOnlyObserve(String model) {
        TinyPlugin.odd(Mode.OBSERVE, "1").into(plugin());
        try (PluginBed bed = bed("observe", "60s", "")) {
            for (int i = 0; i < 3; i++) { // over one connection, whether answered or refused
                assertThat(bed.ask(model).status()).isEqualTo(model.startsWith("demo") ? 200 : 503);
            }
            bed.openGate();
        }
    }

    @Test
    void comeChangeAndGoWhileTheGatewayRuns() {
        try (PluginBed bed = bed("refuse", "")) {
            assertThat(bed.ask("demo/any").status()).isEqualTo(503);
            assertThat(bed.gateway().get("/v1/models").status()).isEqualTo(200);
            assertThat(bed.gateway().get("/health").body())
                    .contains("no plug-in of the kind 'odd' is loaded");

            TinyPlugin.odd(Mode.REFUSE, "1").into(plugin());
            bed.awaitVersion("1");
            assertThat(bed.ask("demo/any").status()).isEqualTo(200);
            assertThat(bed.plugins().json().at("/data/0/kinds/0").toString()).isEqualTo(
                    "{\"role\":\"interceptor\",\"kind\":\"odd\",\"capabilities\":[\"refuse\"]}");

            TinyPlugin.odd(Mode.REFUSE, "2").into(plugin());
            bed.awaitVersion("2");
            assertThat(bed.ask("demo/object!").body()).contains("2 objects");

            TinyPlugin.remove(plugin());
            bed.await(list -> list.isEmpty());
            assertThat(bed.ask("demo/any").status()).isEqualTo(503);
        }
    }

    @Test
    void areReplacedUnderLoadWithoutAFailedRequest() throws Exception {
        TinyPlugin.odd(Mode.REFUSE, "1").into(plugin());
        try (PluginBed bed = bed("refuse", "30s", "")) {
            Queue<String> failed = new ConcurrentLinkedQueue<>();
            AtomicBoolean enough = new AtomicBoolean();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    while (!enough.get()) {
                        Page answer = bed.ask("demo/any");
                        if (answer.status() != 200) {
                            failed.add(answer.body());
                        }
                    }
                }));
            }
            for (int version = 2; version <= 5; version++) {
                TinyPlugin.odd(Mode.REFUSE, String.valueOf(version)).into(plugin());
                bed.awaitVersion(String.valueOf(version));
            }
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).isEmpty();
            assertThat(bed.ask("demo/object!").body()).contains("5 objects");
        }
    }

    @Test
    void ofAnotherModeThanWasAgreedToAreNotUsed() {
        TinyPlugin.odd(Mode.EDIT, "1").into(plugin());
        assertThatThrownBy(() -> bed("refuse", "").close())
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(new Problem("interceptors[0].mode",
                                "is 'refuse', and the interceptors of the kind 'odd' are there to edit")));

        TinyPlugin.odd(Mode.REFUSE, "1").into(plugin());
        try (PluginBed bed = bed("refuse", "")) {
            TinyPlugin.odd(Mode.EDIT, "2").into(plugin());
            bed.await(list -> !list.at("/0/problems").isEmpty());

            assertThat(bed.plugins().json().at("/data/0/problems/0").asText())
                    .contains("1 goes on: interceptors[0].mode: is 'refuse'");
            assertThat(bed.ask("demo/object!").body()).contains("1 objects");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "throw"})
    void leaveTheRestOfTheLedgerWhole(String what) {
        TinyPlugin.oddRecorder(what, "1").into(plugin());
        try (PluginBed bed = new PluginBed(folder, "usage-recorders: {odd: {timeout: 200ms}}\n")) {
            for (int i = 0; i < 20; i++) {
                assertThat(bed.ask("demo/any").status()).isEqualTo(200);
                assertThat(bed.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
            }
        }
    }

    private Path plugin() {
        return folder.resolve("plugins/odd");
    }

    private PluginBed bed(String mode, String more) {
        return bed(mode, "300ms", more);
    }

    private PluginBed bed(String mode, String timeout, String more) {
        return new PluginBed(folder, """
                interceptors:
                  - name: odd
                    mode: %s
                    timeout: %s
                    gate: "%s"
                """.formatted(mode, timeout, folder.resolve("gate")) + more);
    }
}
