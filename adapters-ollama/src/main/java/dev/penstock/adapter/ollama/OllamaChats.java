package dev.penstock.adapter.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.openai.wire.EventTranslation;

/// Chats, at `/api/chat`.
final class OllamaChats implements OllamaApi {
    private final OllamaSettings settings;
    private final ThinkingModels thinking;

    OllamaChats(OllamaSettings settings, ThinkingModels thinking) {
        this.settings = settings;
        this.thinking = thinking;
    }

    @Override
    public String path(ChatCall call, boolean stream) {
        return "/api/chat";
    }

    @Override
    public ObjectNode ask(JsonNode request, ChatCall call, boolean stream) {
        return AskedChat.of(request, call.upstreamModel(), stream, settings, () -> thinking.levels(call));
    }

    @Override
    public EventTranslation events() {
        return OllamaLines::ofChat;
    }
}
