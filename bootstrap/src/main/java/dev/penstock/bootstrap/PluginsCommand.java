package dev.penstock.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.adapter.http.PluginsJson;
import dev.penstock.domain.access.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// The command `penstock plugins`: asks the gateway that runs by this configuration; if none runs, or its key is not
/// known, loads the folder itself.
@Command(name = "plugins", description = "List the plug-ins that were dropped in, with their versions, kinds, capabilities and state.", mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        try (Gateway gateway = Objects.requireNonNull(main, "main").connect()) {
            Told live = ask(gateway.config());
            if (live.plugins().isPresent()) {
                print(line.getOut(), live.plugins().get(), live.remark() + ".");
            } else {
                print(line.getOut(), PluginsJson.of(gateway.plugins()),
                        live.remark() + ": this is what " + gateway.config().plugins().folder() + " holds.");
            }
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            return Main.tell(e, line.getErr());
        }
    }

    /// What a gateway told.
    ///
    /// @param plugins empty if it told none, or nobody is there
    /// @param remark who told it, or why nobody did
    private record Told(Optional<JsonNode> plugins, String remark) {}

    private static Told ask(GatewayConfig config) throws InterruptedException {
        if (config.adminKey().isEmpty()) {
            return new Told(Optional.empty(), "Without PENSTOCK_ADMIN_KEY no gateway can be asked");
        }
        String address = config.listener().reachableAt();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/admin/plugins"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + config.adminKey().map(Secret::reveal).orElseThrow())
                .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return told(client.send(request, BodyHandlers.ofString()), address);
        } catch (IOException _) {
            return new Told(Optional.empty(), "No gateway answers at " + address);
        }
    }

    private static Told told(HttpResponse<String> answer, String address) {
        if (answer.statusCode() == 401) {
            return new Told(Optional.empty(),
                    "The gateway at " + address + " has another PENSTOCK_ADMIN_KEY");
        }
        Optional<JsonNode> plugins = answer.statusCode() == 200
                ? json(answer.body()).filter(json -> json.path("data").isArray())
                : Optional.empty();
        return new Told(plugins, plugins.isPresent()
                ? "As the gateway at " + address + " has them now"
                : "What answers at " + address + " tells no plug-ins (HTTP " + answer.statusCode() + ")");
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static void print(PrintWriter out, JsonNode plugins, String source) {
        if (plugins.path("data").isEmpty()) {
            out.println("There are no plug-ins.");
        }
        for (JsonNode plugin : plugins.path("data")) {
            String version = plugin.path("version").asText();
            out.println(plugin.path("name").asText() + (version.isEmpty() ? "" : " " + version) + ", "
                    + plugin.path("state").asText().replace('_', ' '));
            for (JsonNode kind : plugin.path("kinds")) {
                out.println("  kind " + kind.path("kind").asText() + capabilities(kind.path("capabilities")));
            }
            plugin.path("problems").forEach(problem -> out.println("  problem: " + problem.asText()));
        }
        out.println(source);
        out.flush();
    }

    private static String capabilities(JsonNode words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.asText()));
        return all.isEmpty() ? "" : ": " + String.join(", ", all);
    }
}
