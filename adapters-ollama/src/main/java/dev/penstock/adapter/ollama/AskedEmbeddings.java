package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;

/// An embeddings request → a request to `/api/embed`.
final class AskedEmbeddings {
    private AskedEmbeddings() {}

    /// @throws dev.penstock.domain.failure.UpstreamException if it asks for what Ollama cannot be asked
    static ObjectNode of(JsonNode request, String model, OllamaSettings settings) {
        JsonNode input = request.path("input");
        boolean texts = input.isTextual()
                || (input.isArray() && input.valueStream().allMatch(JsonNode::isTextual));
        if (!texts) {
            throw Invalid.field("input", "Ollama embeds a text or a list of texts, and no tokens.");
        }
        ObjectNode asked = object().put("model", model);
        asked.set("input", input);
        RequestFields.apply(RequestFields.EMBEDDINGS, request, asked);
        Options.translate(request, settings, asked);
        settings.complete(asked);
        return asked;
    }

    /// Whether vectors are wanted as base64, as OpenAI's SDKs do unless told otherwise.
    static boolean asBase64(JsonNode request) {
        return switch (request.path("encoding_format").asText("")) {
            case "", "null", "float" -> false;
            case "base64" -> true;
            default -> throw Invalid.field("encoding_format",
                    "'encoding_format' has to be 'float' or 'base64'.");
        };
    }
}
