package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// A gateway that runs beside a folder of plug-ins, with a provider `echo` whose plug-in may come.
final class PluginBed implements AutoCloseable {
    static final String ADMIN_KEY = "sk-test-admin";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final RunningGateway gateway;

    /// @param folder the working directory
    /// @param more of the configuration
    PluginBed(Path folder, String more) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("plugins"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway = RunningGateway.in(folder, Map.of("PENSTOCK_ADMIN_KEY", ADMIN_KEY), """
                default: {provider: demo}
                providers:
                  demo: {}
                  echo: {gate: "%s", key: "${env:PENSTOCK_ADMIN_KEY}"}
                plugins: {watch: 100ms}
                """.formatted(gate()) + more);
    }

    RunningGateway gateway() {
        return gateway;
    }

    /// Where the jars of a plug-in go.
    Path at(String name) {
        return folder.resolve("plugins").resolve(name);
    }

    /// The file that lets those go on who wait in a plug-in.
    Path gate() {
        return folder.resolve("gate");
    }

    void openGate() {
        try {
            Files.writeString(gate(), "open");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Page ask(String model) {
        return gateway.post("/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"say ho\"}]}");
    }

    Page plugins() {
        return Page.of(admin("/admin/plugins").build());
    }

    Page reload() {
        return Page.of(admin("/admin/plugins/reload").POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(gateway.uri(path)).header("Authorization", "Bearer " + ADMIN_KEY);
    }

    /// Looks again and again until the list of plug-ins is so, which has to come soon.
    void await(Predicate<JsonNode> enough) {
        long deadline = System.nanoTime() + SOON.toNanos();
        JsonNode told = plugins().json().path("data");
        while (!enough.test(told)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the list is still " + told);
            }
            told = plugins().json().path("data");
        }
    }

    /// Waits until a version of the first plug-in is loaded.
    void awaitVersion(String version) {
        await(list -> list.path(0).path("version").asText().equals(version));
    }

    @Override
    public void close() {
        openGate();
        gateway.close();
    }
}
