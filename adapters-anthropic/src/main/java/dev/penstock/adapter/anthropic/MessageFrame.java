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

    /// @param written how many of the prompt's tokens were written to a cache, told in DashScope's word and OpenRouter's
    static ObjectNode usage(Usage usage, long written) {
        ObjectNode json = ChatFrame.usage(usage);
        json.withObject("/prompt_tokens_details")
                .put("cache_creation_input_tokens", written)
                .put("cache_write_tokens", written);
        return json;
    }
}
