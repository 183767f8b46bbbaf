package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.object;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.usage.Usage;

/// What chat completions and all their chunks have around what is said.
///
/// @param id the message's own
/// @param model as the upstream calls it
/// @param created in seconds
record ChatFrame(String id, String model, long created) {
    static ChatFrame of(JsonNode message, long created) {
        return new ChatFrame(text(message, "id"), text(message, "model"), created);
    }

    ObjectNode around(String object) {
        return object().put("id", id).put("object", object).put("created", created).put("model", model);
    }

    static String finish(FinishReason reason) {
        return switch (reason) {
            case STOP, OTHER -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    /// @param written how many of the prompt's tokens were written to a cache, told in DashScope's word and OpenRouter's
    static ObjectNode usage(Usage usage, long written) {
        ObjectNode json = object().put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_creation_input_tokens", written)
                .put("cache_write_tokens", written);
        json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }
}
