package dev.penstock.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.application.Admission;
import dev.penstock.application.Explain;
import dev.penstock.application.RouteExplanation;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// `POST /v1/route/explain`: takes `{"model":…}`, which a whole chat request is, too, and tells where it would go.
/// `"api"` says that the client speaks another API, in which names may be aliases.
final class ExplainRoute implements Handler {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Admission admission;
    private final Explain explain;
    private final RequestBody body;

    ExplainRoute(Admission admission, Explain explain, RequestBody body) {
        this.admission = admission;
        this.explain = explain;
        this.body = body;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        admission.check(InboundRequest.presentedKey(request));
        try (BodyMemory.Share share = body.share()) {
            JsonNode asked = read(body.read(request, share));
            RouteExplanation explanation = explain.explain(api(asked),
                    Optional.ofNullable(asked.path("model").textValue()));
            JsonAnswer.send(request, response, MAPPER.writeValueAsBytes(ExplanationJson.of(explanation)));
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    private static JsonNode read(byte[] bytes) {
        try {
            JsonNode asked = MAPPER.readTree(bytes);
            if (asked.isObject()
                    && (asked.path("model").isTextual() || asked.path("model").isMissingNode())) {
                return asked;
            }
        } catch (IOException _) {
            // told below
        }
        throw invalid("model", "Send a JSON object such as {\"model\":\"qwen3-max\"}.", "invalid_json");
    }

    private static Optional<ClientApi> api(JsonNode asked) {
        return asked.has("api")
                ? Optional.of(ClientApi.of(asked.path("api").asText())
                        .orElseThrow(
                                () -> invalid("api", "'api' is 'messages' or 'responses'.", "invalid_value")))
                : Optional.empty();
    }

    private static RefusedException invalid(String param, String message, String code) {
        return new RefusedException(new Refusal.RequestInvalid(message, Optional.of(param), code));
    }
}
