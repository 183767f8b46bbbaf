package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.has;
import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.openai.wire.ThinkingWish;

/// How much the model shall think, in the words of its [Generation].
///
/// `thinking`, which is the API's own word, goes on as it is. Else a wish is read in OpenAI's word (`reasoning_effort`),
/// OpenRouter's (`reasoning`) and DashScope's (`enable_thinking`, `thinking_budget`).
final class Thinking {
    /// The API's own minimum; at or below it there is no room for an answer behind the thoughts.
    private static final long LEAST_BUDGET = 1024;

    private Thinking() {}

    static void translate(JsonNode chat, Generation generation, ObjectNode asked) {
        if (has(asked, "thinking")) {
            return;
        }
        ThinkingWish wish = ThinkingWish.of(chat);
        if (wish.refuses()) {
            if (generation == Generation.FOREIGN) {
                asked.putObject("thinking").put("type", "disabled");
            }
        } else if (wish.isSaid() && !forcesATool(asked)) {
            switch (generation) {
                case THOUGHTLESS -> {
                    // then it answers without
                }
                case BUDGETED, FOREIGN -> budget(wish, asked);
                case ADAPTIVE, UNSAMPLED -> adapt(wish, generation, asked);
            }
        }
    }

    /// Whether the model is told to think.
    static boolean isOn(ObjectNode asked) {
        String type = text(asked.path("thinking"), "type");
        return type.equals("enabled") || type.equals("adaptive");
    }

    private static void budget(ThinkingWish wish, ObjectNode asked) {
        long most = asked.path("max_tokens").asLong();
        if (most <= LEAST_BUDGET || mayNotThinkHere(asked.path("messages"))) {
            return;
        }
        long budget = Math.clamp(wish.budget() > 0 ? wish.budget() : wish.shareOf(most), LEAST_BUDGET,
                most - 1);
        asked.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    }

    private static void adapt(ThinkingWish wish, Generation generation, ObjectNode asked) {
        asked.putObject("thinking").put("type", "adaptive").put("display", "summarized");
        ObjectNode config = MessagesRequest.outputConfig(asked);
        if (!has(config, "effort") && !wish.effort().isEmpty()) {
            config.put("effort", switch (wish.effort()) {
                case "minimal" -> "low";
                case "xhigh" -> generation == Generation.ADAPTIVE ? "high" : "xhigh";
                default -> wish.effort();
            });
        }
        if (config.isEmpty()) {
            asked.remove("output_config");
        }
    }

    /// A model that thinks cannot be forced to call a tool.
    private static boolean forcesATool(ObjectNode asked) {
        String type = text(asked.path("tool_choice"), "type");
        return type.equals("any") || type.equals("tool");
    }

    /// With a budget, a turn that calls tools has to begin with a thought until it is done. Where the client has not kept
    /// it, or another model called, the turn is brought to its end without.
    private static boolean mayNotThinkHere(JsonNode turns) {
        JsonNode last = turns.path(turns.size() - 1).path("content");
        JsonNode before = turns.path(turns.size() - 2);
        return text(last.path(0), "type").equals("tool_result")
                && text(before, "role").equals("assistant")
                && !text(before.path("content").path(0), "type").endsWith("thinking");
    }
}
