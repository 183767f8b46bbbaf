package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.EmbeddingPort;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.upstream.UpstreamCalls;
import dev.penstock.openai.wire.CarriedJson;
import dev.penstock.openai.wire.EmbeddingEncoding;
import dev.penstock.openai.wire.ErrorJson;
import dev.penstock.openai.wire.Invalid;
import dev.penstock.openai.wire.UsageJson;
import java.util.Map;
import java.util.Optional;

/// Gets embeddings at `/api/embed`.
final class OllamaEmbeddings implements EmbeddingPort {
    private final UpstreamCalls calls;
    private final OllamaSettings settings;

    OllamaEmbeddings(UpstreamCalls calls, OllamaSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public Embeddings embed(ChatCall call) {
        JsonNode request = CarriedJson.parsed(call.request().body().json().toBytes())
                .orElseThrow(() -> Invalid.field("input", "The request cannot be read."));
        boolean base64 = AskedEmbeddings.asBase64(request);
        ObjectNode asked = AskedEmbeddings.of(request, call.upstreamModel(), settings);
        return calls.ask(calls.at("/api/embed"), call, JsonText.owning(CarriedJson.write(asked)), Map.of(),
                false, OllamaApi.FAILURES,
                response -> read(calls.readAll(response, call), call.upstreamModel(), base64));
    }

    private Embeddings read(byte[] body, String model, boolean base64) {
        JsonNode answer = CarriedJson.parsed(body)
                .orElseThrow(() -> calls.garbled("answered with something that is no JSON"));
        Optional<FailureDetail> error = ErrorJson.read(answer);
        if (error.isPresent()) {
            throw new UpstreamException(calls.meaning(error.get(), OllamaApi.FAILURES));
        }
        if (!answer.path("embeddings").isArray()) {
            throw calls.garbled("answered with something that is no list of embeddings");
        }
        ObjectNode list = object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode vector : answer.path("embeddings")) {
            if (!vector.isArray()) {
                throw calls.garbled("answered with an embedding that is none");
            }
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            one.set("embedding", base64 ? one.textNode(packed(vector)) : vector);
        }
        list.put("model", model);
        Optional<Usage> usage = usage(answer.path("prompt_eval_count"));
        usage.ifPresent(counted -> list.putObject("usage")
                .put("prompt_tokens", counted.promptTokens())
                .put("total_tokens", counted.totalTokens()));
        return new Embeddings(JsonText.owning(CarriedJson.write(list)), usage);
    }

    private String packed(JsonNode vector) {
        return EmbeddingEncoding.base64(vector)
                .orElseThrow(() -> calls.garbled(
                        "answered with an embedding that is not a list of 32-bit floats"));
    }

    private static Optional<Usage> usage(JsonNode count) {
        return count.isNumber() ? Optional.of(Usage.of(UsageJson.count(count), 0)) : Optional.empty();
    }
}
