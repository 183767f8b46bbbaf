package dev.penstock.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.access.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The gateway that runs by the same configuration, if there is one: it knows what this process cannot.
///
/// @param address where it would be
record LiveGateway(String address) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static LiveGateway of(GatewayConfig config) {
        return new LiveGateway(config.listener().reachableAt());
    }

    /// What it told.
    ///
    /// @param json empty if it told nothing that is of use, or nobody is there
    /// @param remark who told it, or why nobody did; without a full stop
    record Told(Optional<JsonNode> json, String remark) {
        static Told nothing(String why) {
            return new Told(Optional.empty(), why);
        }

        /// The remark as a sentence.
        ///
        /// @param otherwise what is told in its place
        String source(String otherwise) {
            return remark + (json.isPresent() ? "." : ": " + otherwise + ".");
        }
    }

    /// What somebody answered at the address, who may be no gateway.
    ///
    /// @param json empty if it is none
    record Reply(String address, int status, Optional<JsonNode> json) {
        Told told(JsonNode answer, String how) {
            return new Told(Optional.of(answer), "As the gateway at " + address + " " + how);
        }

        Told refused(String how) {
            return Told.nothing("The gateway at " + address + " " + how);
        }

        Told useless(String how) {
            return Told.nothing("What answers at " + address + " " + how + " (HTTP " + status + ")");
        }
    }

    /// A request for a path, to be completed.
    HttpRequest.Builder request(String path, Optional<Secret> key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    /// Asks, and does not wait for long.
    ///
    /// @param reading what to make of a reply
    Told ask(HttpRequest.Builder request, Function<Reply, Told> reading) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return reading.apply(new Reply(address, answer.statusCode(), json(answer.body())));
        } catch (IOException _) {
            return Told.nothing("No gateway answers at " + address);
        }
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
