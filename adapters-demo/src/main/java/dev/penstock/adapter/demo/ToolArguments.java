package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes arguments that fit a tool's JSON schema out of what the user said.
final class ToolArguments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,300}(\\.\\d{1,300})?");
    /// In this order: something quoted, a path, a place in Chinese, a place in English. All repetitions are bounded: the
    /// user may write anything at any length.
    private static final List<Pattern> TELLING = List.of(
            Pattern.compile("[\"“「'`]([^\"”」'`]{1,200})[\"”」'`]"),
            Pattern.compile("(?<![\\w./-])((?:[\\w.-]{0,100}/){0,20}[\\w-]{1,100}\\.[A-Za-z]{1,5})\\b"),
            Pattern.compile("[取询查看问知道]([\\p{IsHan}]{2,6}?)的"),
            Pattern.compile(
                    "\\b(?:in|at|of|for|to|about)\\s{1,5}(\\p{Lu}[\\p{L}]{0,40}(?:\\s\\p{Lu}[\\p{L}]{0,40}){0,5})"));
    private static final int DEEPEST = 8;

    private ToolArguments() {}

    /// A JSON object with the required properties, or with all if none is required.
    static ObjectNode of(JsonNode schema, String prompt) {
        return object(schema, prompt, 0);
    }

    private static ObjectNode object(JsonNode schema, String prompt, int depth) {
        ObjectNode object = NODES.objectNode();
        boolean all = schema.path("required").isEmpty();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean required = false;
            for (JsonNode name : schema.path("required")) {
                required |= name.asText().equals(property.getKey());
            }
            if ((all || required) && depth < DEEPEST) {
                object.set(property.getKey(), value(property.getValue(), prompt, depth + 1));
            }
        }
        return object;
    }

    private static JsonNode value(JsonNode schema, String prompt, int depth) {
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum").path(0);
        }
        if (schema.has("default")) {
            return schema.path("default");
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("string")) {
            case "integer" -> NODES.numberNode((long) number(prompt));
            case "number" -> shortest(number(prompt));
            case "boolean" -> NODES.booleanNode(true);
            case "array" -> array(schema.path("items"), prompt, depth);
            case "object" -> object(schema, prompt, depth);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text(prompt));
        };
    }

    private static ArrayNode array(JsonNode items, String prompt, int depth) {
        ArrayNode array = NODES.arrayNode();
        if (depth < DEEPEST) {
            array.add(value(items, prompt, depth + 1));
        }
        return array;
    }

    private static double number(String prompt) {
        Matcher number = NUMBER.matcher(prompt);
        double found = number.find() ? Double.parseDouble(number.group()) : 1;
        return Double.isFinite(found) ? found : 1;
    }

    /// A whole number is written as one: clients have numbers that are whole and do not say so.
    private static JsonNode shortest(double number) {
        return number == (long) number ? NODES.numberNode((long) number) : NODES.numberNode(number);
    }

    private static String text(String prompt) {
        return TELLING.stream()
                .map(pattern -> pattern.matcher(prompt))
                .filter(Matcher::find)
                .map(found -> Optional.ofNullable(found.group(1)).orElse(prompt))
                .findFirst()
                .orElse(prompt);
    }
}
