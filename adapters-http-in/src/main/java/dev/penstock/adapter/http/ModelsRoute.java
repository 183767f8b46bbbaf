package dev.penstock.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.messages.MessagesModels;
import dev.penstock.adapter.http.responses.CodexModels;
import dev.penstock.application.Admission;
import dev.penstock.application.ListedModel;
import dev.penstock.application.Models;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// `GET /v1/models` and `GET /v1/models/{id}`, in the format of the client's API: OpenAI's, Anthropic's, or, for a client
/// that sends its `client_version`, Codex's. Anthropic's list has pages: a request for one is Anthropic's even without the
/// API's header.
final class ModelsRoute {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST_PAGE = 1000;
    private static final List<String> PAGING = List.of("limit", "after_id", "before_id");

    private final Admission admission;
    private final Models models;

    ModelsRoute(Admission admission, Models models) {
        this.admission = admission;
        this.models = models;
    }

    void list(ServerRequest request, ServerResponse response) {
        admission.check(InboundRequest.presentedKey(request, admission::accepts));
        if (isAnthropic(request)) {
            JsonAnswer.send(request, response, MessagesModels.page(models.list(api(request)),
                    new MessagesModels.Window(request.query().first("after_id").orElse(""),
                            request.query().first("before_id").orElse(""), limit(request))));
            return;
        }
        if (isCodex(request)) { // which wants another shape
            JsonAnswer.send(request, response, CodexModels.json(models.list(api(request))));
            return;
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        models.list(api(request)).forEach(model -> data.add(json(model)));
        send(request, response, list);
    }

    /// Model names have slashes, so the id is all that stands behind the prefix.
    void one(ServerRequest request, ServerResponse response) {
        admission.check(InboundRequest.presentedKey(request, admission::accepts));
        String path = request.path().path();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        ListedModel found = models.list(api(request))
                .stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        new Refusal.ModelUnknown(id, "GET /v1/models lists what can be asked for.")));
        if (MessagesRoutes.isAsked(request)) {
            JsonAnswer.send(request, response, MessagesModels.one(found));
            return;
        }
        send(request, response, json(found));
    }

    private static boolean isAnthropic(ServerRequest request) {
        return MessagesRoutes.isAsked(request)
                || PAGING.stream().anyMatch(name -> request.query().contains(name));
    }

    private static Optional<ClientApi> api(ServerRequest request) {
        if (isAnthropic(request)) {
            return Optional.of(ClientApi.MESSAGES);
        }
        return isCodex(request) ? Optional.of(ClientApi.RESPONSES) : Optional.empty();
    }

    private static boolean isCodex(ServerRequest request) {
        return request.query().contains("client_version");
    }

    private static int limit(ServerRequest request) {
        String limit = request.query().first("limit").orElse(String.valueOf(LONGEST_PAGE));
        if (!limit.matches("[1-9]\\d{0,8}")) {
            throw new RefusedException(new Refusal.RequestInvalid("'limit' has to be a number above 0.",
                    Optional.of("limit"), "invalid_request_error"));
        }
        return Math.min(LONGEST_PAGE, Integer.parseInt(limit));
    }

    private static ObjectNode json(ListedModel model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("id", model.id())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", model.ownedBy());
        model.contextLength().ifPresent(tokens -> json.put("context_length", tokens));
        return json;
    }

    private static void send(ServerRequest request, ServerResponse response, ObjectNode json) {
        try {
            JsonAnswer.send(request, response, MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }
}
