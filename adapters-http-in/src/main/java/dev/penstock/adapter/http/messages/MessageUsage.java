package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Tokens as the Messages API counts them: input, read from a cache and written to one are three numbers that do not
/// overlap, where a chat completion's prompt tokens hold all three.
record MessageUsage(long input, long written, long read, long output, long thinking) {
    static MessageUsage estimated(long input, long output) {
        return new MessageUsage(input, 0, 0, output, 0);
    }

    /// @param usage a chat completion's; DashScope and OpenRouter differ in how they call what was written to a cache
    static MessageUsage of(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details");
        long read = count(details.path("cached_tokens"));
        long written = Math.max(count(details.path("cache_creation_input_tokens")),
                count(details.path("cache_write_tokens")));
        long input = Math.max(0, count(usage.path("prompt_tokens")) - read - written);
        return new MessageUsage(input, written, read, count(usage.path("completion_tokens")),
                count(usage.path("completion_tokens_details").path("reasoning_tokens")));
    }

    /// Whether an upstream has told its usage here.
    static boolean isTold(JsonNode usage) {
        return usage.has("prompt_tokens") || usage.has("completion_tokens");
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

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }
}
