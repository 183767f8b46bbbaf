package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.wire.JsonTrees;
import java.util.ArrayList;
import java.util.List;

/// The models that the server has, at `/api/tags`. Each has the context that is asked for, if one is.
final class OllamaCatalog implements ModelCatalog {
    private final UpstreamCalls calls;
    private final OllamaSettings settings;

    OllamaCatalog(UpstreamCalls calls, OllamaSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public List<CatalogModel> models() {
        return calls.get("/api/tags", OllamaApi.FAILURES, response -> read(calls.readSmall(response)));
    }

    private List<CatalogModel> read(byte[] body) {
        JsonNode list = JsonTrees.read(body)
                .orElseThrow(() -> calls.garbled("listed its models in something that is no JSON"));
        List<CatalogModel> models = new ArrayList<>();
        for (JsonNode model : list.path("models")) {
            if (model.path("name").isTextual()) {
                models.add(new CatalogModel(model.path("name").asText(), settings.context()));
            }
        }
        return models;
    }
}
