package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.bootstrap.plugin.TinyPlugin;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is below `/admin`, and for whom.
final class AdminIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"GET, /admin/plugins", "POST, /admin/plugins/reload"})
    void doesNotExistWithoutAKey(String method, String path) {
        try (RunningGateway gateway = RunningGateway.in(folder, Map.of(), "")) {
            Page answer = ask(gateway, method, path, "Bearer sk-test-any");
            Page unknown = ask(gateway, method, "/admin/nothing", "Bearer sk-test-any");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().replace(path, ""))
                    .isEqualTo(unknown.body().replace("/admin/nothing", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /admin/plugins", "POST, /admin/plugins/reload"})
    void wantsItsOwnKey(String method, String path) {
        try (RunningGateway gateway = RunningGateway.in(folder,
                Map.of("PENSTOCK_ADMIN_KEY", PluginBed.ADMIN_KEY, "PENSTOCK_API_KEY",
                        RunningGateway.CLIENT_KEY),
                "")) {
            assertThat(ask(gateway, method, path, "none").status()).isEqualTo(401);
            assertThat(ask(gateway, method, path, "Bearer " + RunningGateway.CLIENT_KEY).status())
                    .isEqualTo(401);
            assertThat(ask(gateway, method, path, "Bearer " + PluginBed.ADMIN_KEY).status()).isEqualTo(200);
        }
    }

    @Test
    void tellsWhatIsLoadedAndWhatIsNot() throws Exception {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("plugins/mine"));
        Files.createDirectories(folder.resolve("plugins/broken"));
        Files.writeString(folder.resolve("plugins/broken/broken.jar"), "no jar");
        try (PluginBed bed = new PluginBed(folder, "")) {
            JsonNode list = bed.plugins().json();

            assertThat(list.path("object").asText()).isEqualTo("list");
            assertThat(list.at("/data/0/state").asText()).isEqualTo("failed");
            assertThat(list.at("/data/0/problems/0").asText()).startsWith("broken.jar is no jar");
            assertThat(list.at("/data/1").toString()).isEqualTo("{\"object\":\"plugin\",\"name\":\"mine\","
                    + "\"version\":\"1.2\",\"state\":\"loaded\",\"kinds\":[{\"role\":\"provider\",\"kind\":\"echo\","
                    + "\"capabilities\":[\"tools\"]}],\"problems\":[]}");
        }
    }

    @Test
    void reloadsWithoutWaiting() {
        try (PluginBed bed = new PluginBed(folder, "")) {
            TinyPlugin.echo("echo", "1").into(bed.at("mine"));

            assertThat(bed.reload().json().at("/data/0/version").asText()).isEqualTo("1");
            assertThat(bed.ask("echo/any").status()).isEqualTo(200);
        }
    }

    @Test
    void isNotNeededToSeeInTheHealthWhatIsWrong() throws Exception {
        TinyPlugin.echo("echo", "1.2").into(folder.resolve("plugins/mine"));
        Files.createDirectories(folder.resolve("plugins/broken"));
        Files.writeString(folder.resolve("plugins/broken/broken.jar"), "no jar");
        try (PluginBed bed = new PluginBed(folder, "")) {
            JsonNode health = bed.gateway().get("/health").json();

            assertThat(health.path("status").asText()).isEqualTo("UP");
            for (JsonNode check : health.path("checks")) {
                if (check.path("name").asText().equals("plugins")) {
                    assertThat(check.at("/data/broken.state").asText()).isEqualTo("failed");
                    assertThat(check.at("/data/broken.problems").asText()).startsWith("broken.jar is no jar");
                    assertThat(check.at("/data/mine.version").asText()).isEqualTo("1.2");
                    return;
                }
            }
            throw new AssertionError("nothing is told of plug-ins: " + health);
        }
    }

    private static Page ask(RunningGateway gateway, String method, String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path))
                .method(method, BodyPublishers.noBody());
        if (!authorization.equals("none")) {
            request.header("Authorization", authorization);
        }
        return Page.of(request.build());
    }
}
