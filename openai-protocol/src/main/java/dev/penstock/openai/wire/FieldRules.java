package dev.penstock.openai.wire;

import static dev.penstock.openai.wire.CarriedJson.isGiven;
import static dev.penstock.openai.wire.FieldRule.FORWARD;
import static dev.penstock.openai.wire.FieldRule.REFUSE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/// Does what a table of rules says, for requests in OpenAI's API that are translated into another.
public final class FieldRules {
    private static final Set<String> ONE_IS_NOTHING = Set.of("n", "best_of");
    /// The words that ask for nothing, by field.
    private static final Map<String, Set<String>> WORDS_OF_NOTHING = Map.of("tool_choice",
            Set.of("none", "auto"),
            "function_call", Set.of("none", "auto"), "service_tier", Set.of("auto", "default"),
            "reasoning_effort", Set.of("none"), "modalities", Set.of("text"), "response_format",
            Set.of("text"),
            "truncation", Set.of("disabled"));

    private FieldRules() {}

    /// Copies what is forwarded.
    ///
    /// @param whose the other API is, for refusals
    /// @throws dev.penstock.domain.failure.UpstreamException at a field that is refused
    public static void apply(Map<String, FieldRule> table, String whose, JsonNode request, ObjectNode asked) {
        table.forEach((name, rule) -> {
            if (rule == REFUSE) {
                refuse(request, whose, name);
            } else if (rule == FORWARD) {
                rename(request, name, asked, name);
            }
        });
    }

    /// Refuses fields that would change what the answer is, unless they ask for nothing.
    ///
    /// @throws dev.penstock.domain.failure.UpstreamException at one that asks for something
    public static void refuse(JsonNode request, String whose, String... names) {
        for (String name : names) {
            if (demandsSomething(name, request.path(name))) {
                throw Invalid.field(name, "'" + name + "' asks for something that " + whose
                        + " does not give; leave it out.");
            }
        }
    }

    /// Copies a field as it is spelt, if it is given.
    ///
    /// @param other its name in the other API
    public static void rename(JsonNode request, String name, ObjectNode asked, String other) {
        JsonNode value = request.path(name);
        if (isGiven(value)) {
            asked.set(other, value.deepCopy());
        }
    }

    private static boolean asksForNothing(String name, JsonNode word) {
        return WORDS_OF_NOTHING.getOrDefault(name, Set.of()).contains(word.asText());
    }

    /// @param number in any spelling
    private static boolean isMore(String number, int nothing) {
        try {
            return new BigDecimal(number).compareTo(BigDecimal.valueOf(nothing)) > 0;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    private static boolean demandsSomething(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER, POJO -> isMore(value.toString(), ONE_IS_NOTHING.contains(name) ? 1 : 0);
            case ARRAY -> value.valueStream().anyMatch(one -> !asksForNothing(name, one));
            case OBJECT -> !value.isEmpty() && !asksForNothing(name, value.path("type"));
            case STRING -> !value.asText().isEmpty() && !asksForNothing(name, value);
            case BINARY, MISSING, NULL -> false;
        };
    }
}
