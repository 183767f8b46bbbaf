package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process whose standard output takes nothing: the ledger's lines go there.
@Timeout(180)
final class UnreadOutputIT {
    private static final String KEY = "sk-test-gateway";
    private static final Pattern PORT = Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");
    private static final String ASK = "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @TempDir
    private Path folder;

    private @Nullable Process process;
    private int port;

    @AfterEach
    void end() {
        var _ = process().destroyForcibly();
    }

    @Test
    void aPipeThatNobodyReadsKeepsNoRequestWaitingAndStopsNobodyFromStopping() throws Exception {
        start(0, ProcessBuilder.Redirect.PIPE);
        askManyTimes(10_000);

        Page health = Page.of(request("/health/ready").GET().build());
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).contains("\"ledger\"", "\"full\"");
        assertThat(ask(KEY).status()).isEqualTo(200);

        process().toHandle().destroy(); // the process' own method would close the pipe
        assertThat(process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process().exitValue()).isEqualTo(143);
        assertThat(Files.readString(folder.resolve("err.txt"))).contains(
                "standard output has lost the record of",
                "standard output has lost the last 8192 usage records: it does not take them");
    }

    @Test
    void aClosedPipeIsToldOnceOnStandardErrorAndInHealth() throws Exception {
        start(0, ProcessBuilder.Redirect.PIPE);
        process().getInputStream().close();
        assertThat(ask(KEY).status()).isEqualTo(200);
        assertThat(ask(KEY).status()).isEqualTo(200);

        assertFailingUntilItStops("Broken pipe", 2);
    }

    @Test
    void aFullDiskIsToldOnceOnStandardErrorAndInHealth() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        start(free, ProcessBuilder.Redirect.to(new File("/dev/full")));
        assertThat(ask(KEY).status()).isEqualTo(200);

        assertFailingUntilItStops("No space left on device", 1);
    }

    private void assertFailingUntilItStops(String reason, int records) throws Exception {
        String health = "";
        while (!health.contains("failing") || !health.contains("\"queued\":" + records)) {
            health = Page.of(request("/health").GET().build()).body();
        }
        assertThat(health).contains(reason);

        process().toHandle().destroy(); // the process' own method would close the pipe
        assertThat(process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("err.txt")))
                .containsOnlyOnce("usage records cannot be written to standard output: " + reason)
                .contains("standard output has lost the last " + records + " usage records: " + reason);
    }

    private void start(int wanted, ProcessBuilder.Redirect out) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC", "-jar",
                Path.of("target/penstock.jar").toAbsolutePath().toString()).directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().clear();
        builder.environment().put("PORT", String.valueOf(wanted));
        builder.environment().put("PENSTOCK_API_KEY", KEY);
        process = builder.start();
        port = wanted > 0 ? wanted : readPort();
        while (!answers()) {
            assertThat(process().waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private Process process() {
        return Objects.requireNonNull(process);
    }

    private int readPort() throws IOException {
        BufferedReader out = process().inputReader();
        Matcher told = PORT.matcher("");
        while (!told.find()) {
            told = PORT.matcher(out.readLine());
        }
        return Integer.parseInt(told.group(1));
    }

    private boolean answers() {
        try {
            return Page.of(request("/health").GET().build()).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private void askManyTimes(int times) {
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < times; i++) {
                var _ = clients.submit(() -> ask("sk-test-wrong"));
            }
        }
    }

    private Page ask(String key) {
        return Page.of(request("/v1/chat/completions").header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ASK))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }
}
