package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.usage.Usage;

/// Tokens as the Messages API counts them: input, read from a cache and written to one are three numbers that do not
/// overlap, where a chat completion's prompt tokens hold all three.
record MessageUsage(long input, long written, long read, long output, long thinking) {
    static MessageUsage estimated(long input, long output) {
        return new MessageUsage(input, 0, 0, output, 0);
    }

    static MessageUsage of(Usage usage) {
        long input = Math.max(0, usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens());
        return new MessageUsage(input, usage.cacheWriteTokens(), usage.cachedTokens(),
                usage.completionTokens(), usage.reasoningTokens());
    }

    /// As a message has it when it begins.
    ObjectNode begun() {
        return NODES.objectNode()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", written)
                .put("cache_read_input_tokens", read)
                .put("output_tokens", output);
    }

    /// As a message has it when it is whole.
    ObjectNode ended() {
        ObjectNode json = begun();
        if (thinking > 0) {
            json.putObject("output_tokens_details").put("thinking_tokens", thinking);
        } else {
            json.putNull("output_tokens_details");
        }
        return json.putNull("server_tool_use");
    }
}
