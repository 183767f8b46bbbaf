package dev.penstock.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.adapter.http.session.PromptPrefix;
import dev.penstock.adapter.http.session.SessionHeaders;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.Admission;
import dev.penstock.application.Explain;
import dev.penstock.application.RouteExplanation;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.openai.wire.ChatJson;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// `POST /v1/route/explain`: takes `{"model":…}`, which a chat request of up to 64 KiB is, too, and tells where it would go.
/// `"api"` says that the client speaks another API, in which names may be aliases. With a session, which is named as in
/// any request or recognised by the prompt, tells the order for that session.
final class ExplainRoute implements Handler {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MOST_BYTES = 64 * 1024;

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
        admission.check(InboundRequest.presentedKey(request, admission::accepts));
        try (BodyMemory.Share share = body.share()) {
            byte[] bytes = body.read(request, share, MOST_BYTES);
            JsonNode asked = read(bytes);
            RouteExplanation explanation = explain.explain(api(asked),
                    Optional.ofNullable(asked.path("model").textValue()), session(request, asked, bytes));
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

    /// As a request with these headers and that body would be recognised.
    private static Optional<AffinityKey> session(ServerRequest request, JsonNode asked, byte[] bytes) {
        return SessionHeaders.read(ClientHeaders.of(request))
                .orId(SessionMembers.read(asked))
                .id()
                .map(AffinityKey::ofSession)
                .or(() -> {
                    JsonText json = JsonText.owning(bytes);
                    return PromptPrefix.key(new ChatBody(json, ChatJson.members(json)));
                });
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
