package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.usage.Usage;

/// What completions and all their chunks have around what is said, where they are made of an answer in another API.
///
/// @param model as the upstream calls it
/// @param created in seconds
public record ChatFrame(String id, String model, long created) {
    public ObjectNode around(String object) {
        return object().put("id", id).put("object", object).put("created", created).put("model", model);
    }

    /// The `finish_reason` of an answer; an unknown word as the upstream wrote it.
    public static String finish(ChatEnd end) {
        return end.unknownWord().orElseGet(() -> FinishWord.of(end.reason()).forChats());
    }

    public static ObjectNode usage(Usage usage) {
        ObjectNode json = object().put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json;
    }
}
