package dev.penstock.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.ExplanationJson;
import dev.penstock.application.Obstacle;
import dev.penstock.bootstrap.LiveGateway.Reply;
import dev.penstock.bootstrap.LiveGateway.Told;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.RefusedException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// The command `penstock explain`: asks the gateway that runs by this configuration, for it knows what is resting and
/// what is broken; if none runs, tells what the configuration says.
@Command(name = "explain", description = "Tell which upstreams would be tried for a model, in what order, and why any is passed over.", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Main main;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The model as a client would write it; without one, the default.")
    private @Nullable String model;

    @Option(names = "--api", paramLabel = "API", description = "The API that the client speaks, for its aliases: messages or responses.")
    private @Nullable ClientApi api;

    @Option(names = "--session", paramLabel = "ID", description = "The session whose request it would be: tells which upstream and key it keeps.")
    private @Nullable String session;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        QuietLogs.begin();
        try (Gateway gateway = Objects.requireNonNull(main, "main").connect()) {
            Told live = ask(gateway.config());
            print(line.getOut(), live.json()
                    .orElseGet(() -> ExplanationJson
                            .of(gateway.explain(Optional.ofNullable(api), Optional.ofNullable(model),
                                    Optional.ofNullable(session)))),
                    live.source("by the configuration alone"));
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            return Main.tell(e, line.getErr());
        } catch (RefusedException e) {
            line.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Told ask(GatewayConfig config) throws InterruptedException {
        LiveGateway gateway = LiveGateway.of(config);
        return gateway.ask(gateway.request("/v1/route/explain", config.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question().toString())),
                reply -> told(reply, config.apiKey().isPresent()));
    }

    private ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        Optional.ofNullable(model).ifPresent(name -> question.put("model", name));
        Optional.ofNullable(api).ifPresent(one -> question.put("api", one.word()));
        Optional.ofNullable(session).ifPresent(id -> question.put("session_id", id));
        return question;
    }

    private static Told told(Reply reply, boolean withKey) {
        if (reply.status() == 401) {
            return reply.refused(withKey
                    ? "rejects this key; set PENSTOCK_API_KEY to the one it was started with"
                    : "asks for a key; set PENSTOCK_API_KEY to it");
        }
        return reply.json()
                .filter(json -> json.path("object").asText().equals("route.explanation"))
                .map(json -> reply.told(json, "sees it now"))
                .orElseGet(() -> reply.useless("is no explanation"));
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
        affinity(explanation).ifPresent(out::println);
        out.println(source);
        out.flush();
    }

    /// Empty if nothing depends on the session.
    private static Optional<String> affinity(JsonNode explanation) {
        boolean choice = false;
        for (JsonNode step : explanation.path("upstreams")) {
            choice |= step.has("first_percent") || step.path("keys").asInt() > 1;
        }
        if (!choice || !explanation.has("affinity")) {
            return Optional.empty();
        }
        if (!explanation.path("affinity").asText().equals("session")) {
            return Optional.of("Affinity: none. Every request is drawn anew, and keys are used in turn.");
        }
        return Optional.of(explanation.has("session_from")
                ? "Affinity: session. This is the order for that session."
                : "Affinity: session. Each session keeps its upstream and its key; --session ID tells which.");
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
        if (step.has("first_key")) {
            remarks.append(", number ").append(step.path("first_key").asInt()).append(" first");
        }
        String until = step.path("until").asText();
        obstacle(step).ifPresent(obstacle -> remarks.append(switch (obstacle) {
            case KEYS_RESTING -> step.path("tried").asBoolean()
                    ? ", tried last until " + until + ": its keys rest"
                    : ", not tried until " + until + ": it has asked to be left alone";
            case CIRCUIT_OPEN -> ", not tried until " + until + ": it kept failing";
            case NOT_LOADED -> ", not tried: its plug-in is not loaded";
            case CIRCUIT_HALF_OPEN -> ", but only a few at a time on trial: it kept failing";
        }));
        return remarks.toString();
    }

    /// Empty, too, if the gateway is of another version and knows more of them.
    private static Optional<Obstacle> obstacle(JsonNode step) {
        return Arrays.stream(Obstacle.values())
                .filter(one -> one.word().equals(step.path("obstacle").asText()))
                .findFirst();
    }
}
