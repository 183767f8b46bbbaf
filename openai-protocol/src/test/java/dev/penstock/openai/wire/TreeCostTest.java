package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeCostTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "1e9", "-0.25", "\"\"", "\"a\"", "\"\u4f60\"", "true",
            "{\"a\":{}}",
            "{\"\":0}", "[[]]", "{\"role\":\"user\",\"content\":\"Hello there\"}",
            "{\"a\":1,\"b\":[],\"c\":{\"d\":null}}", "[1.5,-2,3e7]"})
    void isNeverLessThanATreeTakes(String element) {
        String json = "{\"all\":[%s]}".formatted((element + ",").repeat(999) + element);

        JsonNode tree = CarriedJson.parsed(json).orElseThrow();

        assertThat(TreeCost.of(utf8(json))).isGreaterThanOrEqualTo(heap(tree)).isLessThan(10 * heap(tree));
        assertThat(TreeCost.of(tree)).isGreaterThanOrEqualTo(heap(tree)).isLessThan(10 * heap(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "\\\"\\\",", "[],", "\\u007b\\u007d\\u002c", "\\\"a\\\":{},"})
    void countsWhatIsWrittenInStrings(String part) {
        String inString = CarriedJson.parsed("\"" + part.repeat(1000) + "\"").orElseThrow().textValue();
        String nested = inString.contains(":")
                ? "{" + inString.replaceFirst(",$", "") + "}"
                : "[" + inString.replaceFirst(",$", "") + "]";

        assertThat(TreeCost.of(utf8("\"" + part.repeat(1000) + "\"")))
                .isGreaterThanOrEqualTo(heap(CarriedJson.parsed(nested).orElseThrow()));
    }

    @Test
    void costsLittleForProseAndForEscapedText() {
        assertThat(TreeCost.of(utf8("\"" + "word ".repeat(1000) + "\""))).isLessThan(4 * 5000);
        assertThat(TreeCost.of(utf8("\"" + "\\u4f60".repeat(1000) + "\""))).isLessThan(4 * 6000);
    }

    /// What the objects of a tree take with compressed pointers, by the layout of their classes.
    private static long heap(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                long bytes = 24 + 56 + (object.isEmpty() ? 0 : 16 + 4L * Math.max(16, 2 * object.size()));
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    bytes += 40 + text(member.getKey()) + heap(member.getValue());
                }
                yield bytes;
            }
            case ArrayNode array -> {
                long bytes = 24 + 24 + (array.isEmpty() ? 0 : 16 + 6L * Math.max(10, array.size()));
                for (JsonNode element : array) {
                    bytes += heap(element);
                }
                yield bytes;
            }
            case POJONode number -> 16 + 16 + text(number.toString());
            default -> node.isTextual() ? 16 + text(node.textValue()) : 16;
        };
    }

    private static long text(String text) {
        boolean latin1 = text.chars().allMatch(c -> c < 256);
        return 24 + 16 + (((long) text.length() * (latin1 ? 1 : 2) + 7) / 8 * 8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
