package dev.penstock.adapter.http.messages;

import static dev.penstock.openai.wire.CarriedJson.isGiven;
import static dev.penstock.openai.wire.FieldRule.DROP;
import static dev.penstock.openai.wire.FieldRule.FORWARD;
import static dev.penstock.openai.wire.FieldRule.REFUSE;
import static dev.penstock.openai.wire.FieldRule.TRANSLATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.FieldRule;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a request, each with its rule.
final class RequestFields {
    /// A field that is not listed here is dropped: new ones appear often, and clients ask again, several times, when they
    /// are refused.
    static final Map<String, FieldRule> TABLE = table();

    private RequestFields() {}

    /// Copies what is forwarded.
    ///
    /// @throws dev.penstock.domain.failure.RefusedException at a field that is refused
    static void apply(JsonNode asked, ObjectNode chat) {
        TABLE.forEach((name, rule) -> {
            JsonNode value = asked.path(name);
            if (rule == REFUSE && demandsSomething(value)) {
                throw Invalid.field(name, "'" + name
                        + "' needs Anthropic's own servers and cannot be translated; leave it out.");
            }
            if (rule == FORWARD && isGiven(value)) {
                chat.set(name, value);
            }
        });
    }

    private static boolean demandsSomething(JsonNode value) {
        return isGiven(value) && !(value.isContainerNode() && value.isEmpty())
                && !value.asText().equals("global");
    }

    private static Map<String, FieldRule> table() {
        Map<String, FieldRule> table = new LinkedHashMap<>();
        for (String field : new String[]{"model", "stream", "max_tokens", "temperature", "top_p", "top_k"}) {
            table.put(field, FORWARD);
        }
        for (String field : new String[]{"system", "messages", "tools", "tool_choice", "stop_sequences",
                "thinking", "output_config", "output_format", "metadata", "cache_control"}) {
            table.put(field, TRANSLATE);
        }
        for (String field : new String[]{"context_management", "service_tier", "speed",
                "betas", "diagnostics"}) {
            table.put(field, DROP);
        }
        for (String field : new String[]{"container", "mcp_servers", "inference_geo"}) {
            table.put(field, REFUSE);
        }
        // The upstreams' own, which SDKs let their users add to any request.
        for (String field : new String[]{"enable_thinking", "thinking_budget", "preserve_thinking",
                "enable_search", "search_options", "reasoning", "provider", "plugins", "seed",
                "presence_penalty", "frequency_penalty", "repetition_penalty"}) {
            table.put(field, FORWARD);
        }
        return table;
    }
}
