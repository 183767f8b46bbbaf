package dev.penstock.adapter.http.responses;

import static dev.penstock.openai.wire.FieldRule.DROP;
import static dev.penstock.openai.wire.FieldRule.FORWARD;
import static dev.penstock.openai.wire.FieldRule.REFUSE;
import static dev.penstock.openai.wire.FieldRule.TRANSLATE;

import dev.penstock.openai.wire.FieldRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The members of a request, each with its rule. What no rule is written for is forwarded, so that parameters of one
/// provider's own arrive there.
final class RequestMembers {
    /// By member, in the order of the documentation.
    static final Map<String, FieldRule> TABLE = table();

    private RequestMembers() {}

    static FieldRule ruleOf(String member) {
        return TABLE.getOrDefault(member, FORWARD);
    }

    private static Map<String, FieldRule> table() {
        Map<String, FieldRule> rules = new LinkedHashMap<>();
        for (String member : new String[]{"model", "temperature", "top_p", "user", "safety_identifier",
                "prompt_cache_key", "prompt_cache_retention", "service_tier"}) {
            rules.put(member, FORWARD);
        }
        for (String member : new String[]{"input", "instructions", "tools", "tool_choice",
                "parallel_tool_calls",
                "max_output_tokens", "text", "reasoning", "stream", "include", "store",
                "previous_response_id",
                "metadata"}) {
            rules.put(member, TRANSLATE);
        }
        for (String member : new String[]{"stream_options", "truncation", "max_tool_calls", "client_metadata",
                "context_management", "prompt_cache_options", "access_programs", "image", "moderation"}) {
            rules.put(member, DROP);
        }
        for (String member : new String[]{"background", "conversation", "prompt", "top_logprobs",
                "messages"}) {
            rules.put(member, REFUSE);
        }
        return Collections.unmodifiableMap(rules);
    }
}
