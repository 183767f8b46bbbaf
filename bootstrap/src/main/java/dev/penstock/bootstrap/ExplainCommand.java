package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.penstock.adapter.http.ExplanationJson;
import dev.penstock.domain.failure.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// The command `penstock explain`: asks the gateway that runs by this configuration, for it knows what is resting and
/// what is broken; if none runs, tells what the configuration says.
@Command(name = "explain", description = "Tell which upstreams would be tried for a model, in what order, and why any is passed over.", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParentCommand
    private @Nullable Main main;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The model as a client would write it; without one, the default.")
    private @Nullable String model;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        try (Gateway gateway = Objects.requireNonNull(main, "main").connect()) {
            Optional<JsonNode> live = ask(gateway.config());
            JsonNode explanation = live.isPresent()
                    ? live.get()
                    : ExplanationJson.of(gateway.explain(Optional.ofNullable(model)));
            print(line.getOut(), explanation, live.isPresent()
                    ? "As the gateway at " + address(gateway.config()) + " sees it now."
                    : "No gateway answers at " + address(gateway.config()) + ": by the configuration alone.");
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            return Main.tell(e, line.getErr());
        } catch (RefusedException e) {
            line.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /// Empty if nobody answers, or somebody else does.
    private Optional<JsonNode> ask(GatewayConfig config) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create(address(config) + "/v1/route/explain"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonNodeFactory.instance.objectNode()
                        .put("model", model)
                        .toString()
                        .replace("{\"model\":null}", "{}")));
        config.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return Optional.of(MAPPER.readTree(answer.body()))
                    .filter(json -> json.path("object").asText().equals("route.explanation"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String address(GatewayConfig config) {
        String host = config.listener().host();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":"
                + config.listener().port();
    }

    private static void print(PrintWriter out, JsonNode explanation, String source) {
        out.println("Model '" + explanation.path("model").asText() + "' goes by the route '"
                + explanation.path("route").asText() + "'"
                + (explanation.path("hold_back").asBoolean() ? ", held back until it is whole" : "") + ":");
        int place = 1;
        for (JsonNode step : explanation.path("upstreams")) {
            String number = step.path("tried").asBoolean() ? place++ + "." : "-";
            out.println("  " + number + " " + step.path("upstream").asText() + remarks(step));
        }
        out.println(source);
        out.flush();
    }

    private static String remarks(JsonNode step) {
        StringBuilder remarks = new StringBuilder();
        if (step.has("first_percent")) {
            remarks.append(", first for ")
                    .append(step.path("first_percent").asInt())
                    .append(" % of requests");
        }
        if (step.path("keys").asInt() > 1) {
            remarks.append(", ").append(step.path("keys").asInt()).append(" keys");
        }
        switch (step.path("obstacle").asText()) {
            case "circuit_open" -> remarks.append(", not tried until ")
                    .append(step.path("until").asText())
                    .append(": it kept failing");
            case "keys_resting" -> remarks.append(", tried last until ")
                    .append(step.path("until").asText())
                    .append(": its keys rest");
            default -> {
            }
        }
        return remarks.toString();
    }
}
