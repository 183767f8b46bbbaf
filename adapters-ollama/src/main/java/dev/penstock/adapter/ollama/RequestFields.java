package dev.penstock.adapter.ollama;

import static dev.penstock.openai.wire.FieldRule.DROP;
import static dev.penstock.openai.wire.FieldRule.FORWARD;
import static dev.penstock.openai.wire.FieldRule.REFUSE;
import static dev.penstock.openai.wire.FieldRule.TRANSLATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.FieldRule;
import dev.penstock.openai.wire.FieldRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of requests, each with its rule; the README of this module has the same with the reasons. A field that is not
/// listed is dropped, for Ollama passes over what it does not know.
final class RequestFields {
    static final Map<String, FieldRule> CHAT = chat();
    static final Map<String, FieldRule> TEXT = text();
    static final Map<String, FieldRule> EMBEDDINGS = embeddings();

    private RequestFields() {}

    /// Copies what is forwarded.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException at a field that is refused
    static void apply(Map<String, FieldRule> table, JsonNode request, ObjectNode asked) {
        FieldRules.apply(table, "Ollama", request, asked);
    }

    private static Map<String, FieldRule> chat() {
        Map<String, FieldRule> table = sampled();
        put(table, TRANSLATE, "messages", "max_completion_tokens", "tools", "tool_choice", "response_format",
                "reasoning_effort", "reasoning", "enable_thinking", "thinking_budget");
        put(table, DROP, "parallel_tool_calls", "safety_identifier", "metadata", "store", "service_tier",
                "verbosity", "prediction", "prompt_cache_key", "prompt_cache_retention");
        put(table, REFUSE, "logprobs", "top_logprobs", "functions", "function_call", "audio", "modalities",
                "web_search_options");
        return table;
    }

    private static Map<String, FieldRule> text() {
        Map<String, FieldRule> table = sampled();
        put(table, TRANSLATE, "prompt");
        put(table, FORWARD, "suffix", "raw");
        put(table, REFUSE, "best_of", "echo", "logprobs");
        return table;
    }

    /// What chats and texts have in common, Ollama's own in it, which clients add.
    private static Map<String, FieldRule> sampled() {
        Map<String, FieldRule> table = new LinkedHashMap<>();
        put(table, TRANSLATE, "model", "stream", "max_tokens", "options");
        put(table, TRANSLATE, Options.SAME.toArray(String[]::new));
        put(table, TRANSLATE, "repetition_penalty", "stop");
        put(table, FORWARD, "think", "format", "keep_alive", "truncate", "shift");
        put(table, DROP, "stream_options", "logit_bias", "user");
        put(table, REFUSE, "n");
        return table;
    }

    private static Map<String, FieldRule> embeddings() {
        Map<String, FieldRule> table = new LinkedHashMap<>();
        put(table, TRANSLATE, "model", "input", "encoding_format", "options");
        put(table, FORWARD, "dimensions", "keep_alive", "truncate");
        put(table, DROP, "user");
        return table;
    }

    private static void put(Map<String, FieldRule> table, FieldRule rule, String... fields) {
        List.of(fields).forEach(field -> table.put(field, rule));
    }
}
