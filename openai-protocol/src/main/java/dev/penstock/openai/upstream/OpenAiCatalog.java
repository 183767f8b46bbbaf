package dev.penstock.openai.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.openai.wire.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The models an upstream lists at `/models`.
public final class OpenAiCatalog implements ModelCatalog {
    private final UpstreamCalls calls;
    private final Dialect dialect;
    private final String path;

    OpenAiCatalog(UpstreamCalls calls, Dialect dialect) {
        this(calls, dialect, "/models");
    }

    /// @param path below the base address; it has to give all models at once
    public OpenAiCatalog(UpstreamCalls calls, Dialect dialect, String path) {
        this.calls = calls;
        this.dialect = dialect;
        this.path = path;
    }

    @Override
    public List<CatalogModel> models() {
        return calls.get(path, dialect, response -> read(calls.readSmall(response)));
    }

    private List<CatalogModel> read(byte[] body) {
        JsonNode list = JsonTrees.read(body)
                .orElseThrow(() -> calls.garbled("listed its models in something that is no JSON"));
        List<CatalogModel> models = new ArrayList<>();
        for (JsonNode model : list.path("data")) {
            if (model.path("id").isTextual()) {
                models.add(new CatalogModel(model.path("id").asText(), contextLength(model),
                        displayName(model)));
            }
        }
        return models;
    }

    /// Anthropic's word for it, and OpenRouter's.
    private static Optional<String> displayName(JsonNode model) {
        return Stream.of(model.path("display_name"), model.path("name"))
                .filter(name -> name.isTextual() && !name.textValue().isBlank())
                .map(JsonNode::textValue)
                .findFirst();
    }

    /// OpenRouter, Groq, vLLM, Anthropic and llama.cpp each have a word of their own for it.
    private static OptionalLong contextLength(JsonNode model) {
        for (JsonNode candidate : List.of(model.path("context_length"), model.path("context_window"),
                model.path("max_model_len"), model.path("max_input_tokens"), model.path("meta").path("n_ctx"),
                model.path("meta").path("n_ctx_train"))) {
            if (candidate.canConvertToLong() && candidate.asLong() > 0) {
                return OptionalLong.of(candidate.asLong());
            }
        }
        return OptionalLong.empty();
    }
}
