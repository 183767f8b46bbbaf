package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.EventTranslation;

/// Text completions, at `/api/generate`.
final class OllamaTexts implements OllamaApi {
    private final OllamaSettings settings;

    OllamaTexts(OllamaSettings settings) {
        this.settings = settings;
    }

    @Override
    public String path(ChatCall call, boolean stream) {
        return "/api/generate";
    }

    @Override
    public ObjectNode ask(JsonNode request, ChatCall call, boolean stream) {
        return AskedText.of(request, call.upstreamModel(), stream, settings);
    }

    @Override
    public EventTranslation events() {
        return OllamaLines::ofText;
    }
}
