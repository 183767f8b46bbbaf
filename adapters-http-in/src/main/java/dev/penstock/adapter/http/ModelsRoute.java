package dev.penstock.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.responses.CodexModels;
import dev.penstock.application.Admission;
import dev.penstock.application.ListedModel;
import dev.penstock.application.Models;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;

/// `GET /v1/models` and `GET /v1/models/{id}`, in OpenAI's shape or, for a client that tells its `client_version`,
/// in Codex's.
final class ModelsRoute {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Admission admission;
    private final Models models;

    ModelsRoute(Admission admission, Models models) {
        this.admission = admission;
        this.models = models;
    }

    void list(ServerRequest request, ServerResponse response) {
        admission.check(InboundRequest.presentedKey(request));
        if (request.query().contains("client_version")) { // Codex, which wants another shape
            JsonAnswer.send(request, response, CodexModels.json(models.list()));
            return;
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        models.list().forEach(model -> data.add(json(model)));
        send(request, response, list);
    }

    /// Model names have slashes, so the id is all that stands behind the prefix.
    void one(ServerRequest request, ServerResponse response) {
        admission.check(InboundRequest.presentedKey(request));
        String path = request.path().path();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        ListedModel found = models.list()
                .stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        new Refusal.ModelUnknown(id, "GET /v1/models lists what can be asked for.")));
        send(request, response, json(found));
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
