package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.Invalid;

/// A text completion request → a request to `/api/generate`.
final class AskedText {
    private AskedText() {}

    /// @param stream whether a stream is wanted, whatever the body says
    /// @throws dev.penstock.domain.failure.UpstreamException if it asks for what Ollama cannot be asked
    static ObjectNode of(JsonNode request, String model, boolean stream, OllamaSettings settings) {
        ObjectNode asked = object().put("model", model).put("stream", stream);
        asked.set("prompt", prompt(request.path("prompt")));
        RequestFields.apply(RequestFields.TEXT, request, asked);
        Options.translate(request, settings, asked);
        settings.complete(asked);
        if (!asked.has("think")) {
            asked.put("think", false); // nobody would see the thoughts
        }
        return asked;
    }

    private static JsonNode prompt(JsonNode prompt) {
        JsonNode one = prompt.isArray() && prompt.size() == 1 ? prompt.path(0) : prompt;
        if (!one.isTextual()) {
            throw Invalid.field("prompt", "Ollama completes one text at a time, and no tokens.");
        }
        return one;
    }
}
