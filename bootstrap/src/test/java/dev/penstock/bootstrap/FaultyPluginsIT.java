package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.plugin.TinyPlugin;
import dev.penstock.domain.usage.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a plug-in does wrong while it answers is an upstream's failure, and no defect of the gateway.
final class FaultyPluginsIT {
    @TempDir
    private Path folder;

    private PluginBed bed;

    @BeforeEach
    void start() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        bed = new PluginBed(folder, """
                answer-timeout: 1s
                retry: {attempts: 1}
                routes:
                  patient: {upstreams: [echo/hang], answer-timeout: 300ms}
                  silent: {upstreams: [echo/slow], silence-timeout: 300ms}
                """);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "link", "null"})
    void byWhatItThrowsOrDoesNotGiveIsABadGateway(String model) {
        Page answer = bed.ask("echo/" + model);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("the plug-in 'echo' failed: ");
        assertThat(bed.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bed.ask("echo/any").status()).isEqualTo(200);
    }

    /// More of them than there are processors: they hold nobody up.
    @ParameterizedTest
    @ValueSource(strings = {"hang", "spin"})
    void byNeverComingBackIsCutAtTheDeadline(String model) {
        for (int i = 0; i < 3; i++) {
            Page answer = bed.ask("echo/" + model);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).contains("the plug-in 'echo' did not answer in time and was given up");
        }
        assertThat(bed.ask("echo/any").status()).isEqualTo(200);
        assertThat(bed.ask("demo/demo").status()).isEqualTo(200);
    }

    @Test
    void byNeverComingBackIsCutAtTheRoutesOwnDeadline() {
        assertThat(bed.ask("patient").status()).isEqualTo(504);
    }

    @Test
    void bySilenceInTheMiddleOfAStreamIsToldInTheStream() throws IOException {
        try (RawExchange exchange = new RawExchange(bed.gateway().port(),
                "{\"model\":\"silent\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")) {
            RawExchange.Answer answer = exchange.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.whole()).isFalse();
            assertThat(answer.body()).contains("1 begins", "was given up").doesNotContain("1 ends", "[DONE]");
        }
    }

    @Test
    void byNeverComingBackDoesNotKeepANewVersionOut() {
        assertThat(bed.ask("patient").status()).isEqualTo(504);
        TinyPlugin.echo("echo", "2").into(bed.at("mine"));
        bed.awaitVersion("2");

        assertThat(bed.ask("echo/any").body()).contains("\"content\":\"2\"");
    }
}
