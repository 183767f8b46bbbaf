package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;
import dev.penstock.openai.wire.ChatFrame;

/// What a message says of itself, as chats say it.
final class MessageFrame {
    private MessageFrame() {}

    /// @param created in seconds
    static ChatFrame of(JsonNode message, long created) {
        return new ChatFrame(text(message, "id"), text(message, "model"), created);
    }

    /// Cache writes have DashScope's word and OpenRouter's.
    static ObjectNode usage(Usage usage) {
        ObjectNode json = ChatFrame.usage(usage);
        json.withObject("/prompt_tokens_details")
                .put("cache_creation_input_tokens", usage.cacheWriteTokens())
                .put("cache_write_tokens", usage.cacheWriteTokens());
        return json;
    }
}
