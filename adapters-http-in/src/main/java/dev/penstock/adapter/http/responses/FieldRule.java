package dev.penstock.adapter.http.responses;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What becomes of a top-level member of a Responses request. What no rule is written for is forwarded, so that
/// parameters of one provider's own arrive there.
enum FieldRule {
    /// Goes on under the same name, with the same value.
    FORWARD,
    /// Becomes something else in the chat request, or shows in the answer.
    TRANSLATE,
    /// Is passed over: the answer is as good without.
    DROP,
    /// Is answered with 400 unless it asks for nothing (`null`, `false`, 0 or empty).
    REFUSE;

    /// By member, in the order of the documentation.
    static final Map<String, FieldRule> BY_MEMBER = byMember();

    static FieldRule of(String member) {
        return BY_MEMBER.getOrDefault(member, FORWARD);
    }

    private static Map<String, FieldRule> byMember() {
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
