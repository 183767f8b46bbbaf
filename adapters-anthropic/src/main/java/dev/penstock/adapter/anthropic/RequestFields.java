package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.FieldRule.DROP;
import static dev.penstock.openai.wire.FieldRule.FORWARD;
import static dev.penstock.openai.wire.FieldRule.REFUSE;
import static dev.penstock.openai.wire.FieldRule.TRANSLATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.FieldRule;
import dev.penstock.openai.wire.FieldRules;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a chat completion request, each with its rule; the README of this module has the same with the reasons.
final class RequestFields {
    /// A field that is not listed here is dropped, for the Messages API refuses those that it does not know.
    static final Map<String, FieldRule> TABLE = table();

    private RequestFields() {}

    /// Copies what is forwarded.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException at a field that is refused
    static void apply(JsonNode chat, ObjectNode asked) {
        FieldRules.apply(TABLE, "Anthropic", chat, asked);
    }

    private static Map<String, FieldRule> table() {
        Map<String, FieldRule> table = new LinkedHashMap<>();
        for (String field : new String[]{"model", "messages", "stream", "max_tokens", "max_completion_tokens",
                "stop", "temperature", "top_p", "top_k", "tools", "tool_choice", "parallel_tool_calls",
                "response_format", "reasoning_effort", "reasoning", "enable_thinking", "thinking_budget",
                "user", "safety_identifier", "metadata"}) {
            table.put(field, TRANSLATE);
        }
        // The Messages API's own, which clients add to a chat.
        for (String field : new String[]{"thinking", "output_config", "cache_control", "context_management",
                "container", "mcp_servers", "inference_geo", "speed"}) {
            table.put(field, FORWARD);
        }
        for (String field : new String[]{"stream_options", "seed", "frequency_penalty", "presence_penalty",
                "logit_bias", "store", "service_tier", "verbosity", "prediction", "prompt_cache_key",
                "prompt_cache_retention"}) {
            table.put(field, DROP);
        }
        for (String field : new String[]{"n", "logprobs", "top_logprobs", "functions", "function_call",
                "audio", "modalities", "web_search_options"}) {
            table.put(field, REFUSE);
        }
        return table;
    }
}
