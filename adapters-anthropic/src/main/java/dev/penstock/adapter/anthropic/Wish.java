package dev.penstock.adapter.anthropic;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;

/// What a chat says of thinking.
///
/// @param effort a word; empty if there is none
/// @param budget in tokens; 0 if there is none
/// @param on whether it is asked for by a flag
/// @param off whether a flag forbids it
record Wish(String effort, long budget, boolean on, boolean off) {
    static Wish of(JsonNode chat) {
        JsonNode reasoning = chat.path("reasoning");
        String effort = text(chat, "reasoning_effort");
        JsonNode flag = chat.path("enable_thinking").isBoolean()
                ? chat.path("enable_thinking")
                : reasoning.path("enabled");
        return new Wish(effort.isEmpty() ? text(reasoning, "effort") : effort,
                Math.max(chat.path("thinking_budget").asLong(), reasoning.path("max_tokens").asLong()),
                flag.isBoolean() && flag.booleanValue(), flag.isBoolean() && !flag.booleanValue());
    }

    boolean refuses() {
        return off || effort.equals("none");
    }

    boolean isSaid() {
        return on || budget > 0 || !effort.isEmpty();
    }

    /// The part of all tokens that an effort stands for, in OpenRouter's measure.
    long shareOf(long tokens) {
        return switch (effort) {
            case "minimal" -> tokens / 10;
            case "low" -> tokens / 5;
            case "high" -> tokens / 5 * 4;
            case "xhigh", "max" -> tokens / 20 * 19;
            default -> tokens / 2;
        };
    }
}
