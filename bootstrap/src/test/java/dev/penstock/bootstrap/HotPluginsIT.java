package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bootstrap.plugin.TinyPlugin;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plug-ins that come, change and go while the gateway runs.
final class HotPluginsIT {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 400;

    @TempDir
    private Path folder;

    @Test
    void answerAsSoonAsTheyAreDroppedIn() {
        try (PluginBed bed = new PluginBed(folder, "")) {
            assertThat(bed.ask("echo/any").status()).isEqualTo(503);

            TinyPlugin.echo("echo", "1").into(bed.at("mine"));
            bed.awaitVersion("1");

            Page answer = bed.ask("echo/any");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"1\"");
        }
    }

    @Test
    void areMissedWithoutBeingTriedAgain() {
        try (PluginBed bed = new PluginBed(folder, "routes: {both: [echo/any, demo/any]}\n")) {
            Page alone = bed.ask("echo/any");
            assertThat(alone.status()).isEqualTo(503);
            assertThat(alone.json().at("/error/code").asText()).isEqualTo("provider_not_loaded");
            assertThat(alone.json().at("/error/message").asText()).contains("'echo' is not loaded");
            assertThat(alone.header("x-penstock-attempts")).isEmpty();

            assertThat(bed.ask("both").header("x-penstock-attempts")).isEqualTo("demo/any=answered");
            assertThat(bed.gateway().post("/v1/route/explain", "{\"model\":\"both\"}").body())
                    .contains(
                            "{\"upstream\":\"echo/any\",\"tried\":false,\"obstacle\":\"not_loaded\",\"keys\"");
        }
    }

    @Test
    void areNotHeldToAccountForTheVersionBefore() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        try (PluginBed bed = new PluginBed(folder, "retry: {attempts: 1}\nroutes: {busy: echo/busy}\n")) {
            for (int i = 0; i < 10; i++) {
                assertThat(bed.ask("echo/busy").status()).isGreaterThan(500);
            }
            assertThat(bed.gateway().health("echo").path("circuit.busy").asText()).isEqualTo("open");

            TinyPlugin.echo("echo", "2").into(bed.at("mine"));
            bed.awaitVersion("2");
            assertThat(bed.gateway().health("echo").path("circuit.busy").asText()).isNotEqualTo("open");
        }
    }

    @Test
    void finishAStreamOnTheVersionThatBeganIt() throws Exception {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        try (PluginBed bed = new PluginBed(folder, "");
                HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(client.send(
                        HttpRequest.newBuilder(bed.gateway().uri("/v1/chat/completions"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        "{\"model\":\"echo/slow\",\"stream\":true,\"messages\":"
                                                + "[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                                .build(),
                        BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("1 begins");

            TinyPlugin.echo("echo", "2").into(bed.at("mine"));
            bed.awaitVersion("2");
            assertThat(bed.ask("echo/any").body()).contains("\"content\":\"2\"");

            bed.openGate();
            assertThat(lines.lines().toList()).anyMatch(line -> line.contains("1 ends"))
                    .contains("data: [DONE]");
        }
    }

    @Test
    void areReplacedUnderLoadWithoutAFailedRequest() throws Exception {
        TinyPlugin.echo("echo", "0").into(folder.resolve("plugins/mine"));
        try (PluginBed bed = new PluginBed(folder, "retry: {attempts: 1}\n")) {
            Queue<String> failed = new ConcurrentLinkedQueue<>();
            AtomicInteger left = new AtomicInteger(REQUESTS);
            AtomicInteger version = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    while (left.decrementAndGet() >= 0 || version.get() < 5) {
                        Page answer = bed.ask("echo/any");
                        if (answer.status() != 200) {
                            failed.add(answer.status() + " " + answer.body());
                        }
                    }
                }));
            }
            for (int next = 1; next <= 5; next++) {
                TinyPlugin.echo("echo", String.valueOf(next)).into(bed.at("mine"));
                bed.awaitVersion(String.valueOf(next));
                version.set(next);
            }
            for (Thread client : clients) {
                client.join();
            }

            assertThat(failed).isEmpty();
            assertThat(bed.ask("echo/any").body()).contains("\"content\":\"5\"");
        }
    }

    @Test
    void leaveTheirRequestsToTheNextUpstreamWhenTheyAreRemoved() {
        TinyPlugin.echo("echo", "1").into(folder.resolve("plugins/mine"));
        try (PluginBed bed = new PluginBed(folder, "routes: {best: [echo/any, demo/demo]}\n")) {
            assertThat(bed.ask("best").header("x-penstock-upstream")).isEqualTo("echo/any");

            TinyPlugin.remove(bed.at("mine"));
            bed.await(list -> list.isEmpty());

            assertThat(bed.ask("best").header("x-penstock-attempts"))
                    .isEqualTo("demo/demo=answered");
            Page alone = bed.ask("echo/any");
            assertThat(alone.status()).isEqualTo(503);
            assertThat(alone.body()).contains("'echo' is not loaded");
        }
    }
}
