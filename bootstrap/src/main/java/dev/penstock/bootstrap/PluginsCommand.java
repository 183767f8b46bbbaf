package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.PluginsJson;
import dev.penstock.bootstrap.LiveGateway.Reply;
import dev.penstock.bootstrap.LiveGateway.Told;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        QuietLogs.begin();
        try (Gateway gateway = Objects.requireNonNull(main, "main").connect()) {
            Told live = ask(gateway.config());
            print(line.getOut(),
                    live.json().orElseGet(() -> PluginsJson.of(gateway.plugins(), gateway.concerns())),
                    live.source("this is what " + gateway.config().plugins().folder() + " holds"));
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            return Main.tell(e, line.getErr());
        }
    }

    private static Told ask(GatewayConfig config) throws InterruptedException {
        if (config.adminKey().isEmpty()) {
            return Told.nothing("Without PENSTOCK_ADMIN_KEY no gateway can be asked");
        }
        LiveGateway gateway = LiveGateway.of(config);
        return gateway.ask(gateway.request("/admin/plugins", config.adminKey()), PluginsCommand::told);
    }

    private static Told told(Reply reply) {
        if (reply.status() == 401) {
            return reply.refused("has another PENSTOCK_ADMIN_KEY");
        }
        return reply.json()
                .filter(json -> reply.status() == 200 && json.path("data").isArray())
                .map(json -> reply.told(json, "has them now"))
                .orElseGet(() -> reply.useless("tells no plug-ins"));
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
                out.println("  " + kind.path("role").asText().replace('_', ' ') + " "
                        + kind.path("kind").asText() + capabilities(kind.path("capabilities")));
            }
            plugin.path("problems").forEach(problem -> out.println("  problem: " + problem.asText()));
        }
        plugins.path("concerns").forEach(concern -> out.println(concern.asText()));
        out.println(source);
        out.flush();
    }

    private static String capabilities(JsonNode words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.asText()));
        return all.isEmpty() ? "" : ": " + String.join(", ", all);
    }
}
