package dev.penstock.adapter.http.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// How much the model shall think.
///
/// Upstreams have no common word for it, and which of them will answer is not known yet. So a clear wish is said in every
/// upstream's words, and one that leaves the choice to the model in none: clients send `adaptive` with an effort to every
/// model, and models that cannot think refuse to be asked.
final class Thinking {
    private Thinking() {}

    static void translate(JsonNode asked, ObjectNode chat) {
        JsonNode thinking = asked.path("thinking");
        switch (thinking.path("type").asText("")) {
            case "enabled" -> enable(thinking.path("budget_tokens"), chat);
            case "disabled" -> {
                put(chat, "enable_thinking", false);
                if (!chat.has("reasoning")) {
                    chat.putObject("reasoning").put("enabled", false);
                }
            }
            case "" -> effort(asked.path("output_config").path("effort").asText(""), chat);
            default -> {
                // adaptive: as the upstream does by default
            }
        }
    }

    /// DashScope's words, and OpenRouter's.
    private static void enable(JsonNode budget, ObjectNode chat) {
        put(chat, "enable_thinking", true);
        boolean limited = budget.canConvertToLong() && budget.asLong() > 0;
        if (limited && !chat.has("thinking_budget")) {
            chat.set("thinking_budget", budget);
        }
        if (!chat.has("reasoning")) {
            ObjectNode reasoning = chat.putObject("reasoning");
            if (limited) {
                reasoning.set("max_tokens", budget);
            } else {
                reasoning.put("enabled", true);
            }
        }
    }

    /// Beside a budget an effort would be refused, so only where nothing else is said. The words above `high` are not known
    /// everywhere.
    private static void effort(String effort, ObjectNode chat) {
        switch (effort) {
            case "low", "medium", "high" -> chat.put("reasoning_effort", effort);
            case "xhigh", "max" -> chat.put("reasoning_effort", "high");
            default -> {
                // none was given
            }
        }
    }

    private static void put(ObjectNode chat, String name, boolean value) {
        if (!chat.has(name)) {
            chat.put(name, value);
        }
    }
}
