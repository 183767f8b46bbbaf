package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.text;

import com.fasterxml.jackson.databind.JsonNode;

/// What a chat says of thinking, in OpenAI's word, OpenRouter's and DashScope's.
///
/// @param effort a word; empty if there is none
/// @param budget in tokens; 0 if there is none
/// @param on whether it is asked for by a flag
/// @param off whether a flag forbids it
public record ThinkingWish(String effort, long budget, boolean on, boolean off) {
    public static ThinkingWish of(JsonNode chat) {
        JsonNode reasoning = chat.path("reasoning");
        String effort = text(chat, "reasoning_effort");
        JsonNode flag = chat.path("enable_thinking").isBoolean()
                ? chat.path("enable_thinking")
                : reasoning.path("enabled");
        return new ThinkingWish(effort.isEmpty() ? text(reasoning, "effort") : effort,
                Math.max(chat.path("thinking_budget").asLong(), reasoning.path("max_tokens").asLong()),
                flag.isBoolean() && flag.booleanValue(), flag.isBoolean() && !flag.booleanValue());
    }

    public boolean refuses() {
        return off || effort.equals("none");
    }

    public boolean isSaid() {
        return on || budget > 0 || !effort.isEmpty();
    }

    /// The part of all tokens that an effort stands for, in OpenRouter's measure.
    public long shareOf(long tokens) {
        return switch (effort) {
            case "minimal" -> tokens / 10;
            case "low" -> tokens / 5;
            case "high" -> tokens / 5 * 4;
            case "xhigh", "max" -> tokens / 20 * 19;
            default -> tokens / 2;
        };
    }
}
