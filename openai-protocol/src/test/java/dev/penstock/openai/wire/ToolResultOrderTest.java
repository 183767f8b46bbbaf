package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolResultOrderTest {

    /// `a:` stands for a message of the assistant with calls of these ids, `t:` for a result | and a word for any other
    /// message.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"u a:1 t:1 u | u a:1 t:1 u", "u a:1 u t:1 | u a:1 t:1 u",
            "a:1 s u t:1 u | a:1 t:1 s u u",
            "a:1,2 t:2 u t:1 | a:1,2 t:2 t:1 u", "a:1 a:2 t:1 t:2 | a:1 a:2 t:1 t:2",
            "a:1 a: u t:1 | a:1 a: t:1 u", "a:1 u a:2 t:1 t:2 | a:1 t:1 u a:2 t:2",
            "a:1 u a:2 t:2 u t:1 | a:1 t:1 u a:2 t:2 u"})
    void resultsFollowTheirCalls(String messages, String expected) {
        assertThat(ordered(messages)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a:0 t:0 a:0 u t:0 | a:0 t:0 a:0 t:0 u",
            "a:0 u a:0 u t:0 | a:0 u a:0 t:0 u",
            "a:0,0 t:0 u t:0 | a:0,0 t:0 t:0 u", "a:0 u a:0 t:0 t:0 | a:0 t:0 u a:0 t:0"})
    void aResultBelongsToTheLatestCallOfItsIdThatHasNone(String messages, String expected) {
        assertThat(ordered(messages)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t:1 u", "u t:1 a:1 u", "a:1 u", "a:1,2 t:1 u", "a:1 t:1 u t:1", "a:1 t:2 u"})
    void whatHasNoCounterpartStaysWhereItIs(String messages) {
        assertThat(ordered(messages)).isEqualTo(messages);
    }

    @Test
    void messagesInOrderAreReturnedAsTheyAre() {
        ArrayNode messages = messages("u a:1 t:1 u");

        assertThat(ToolResultOrder.ordered(messages)).isSameAs(messages);
    }

    @Test
    void thingsThatAreNoMessagesStayWhereTheyAre() {
        ArrayNode messages = CarriedJson.NODES.arrayNode().add(7).addNull().add("x");

        assertThat(ToolResultOrder.of(messages)).containsExactly(0, 1, 2);
        assertThat(ToolResultOrder.of(CarriedJson.NODES.missingNode())).isEmpty();
    }

    private static String ordered(String messages) {
        StringBuilder words = new StringBuilder();
        ToolResultOrder.ordered(messages(messages))
                .forEach(message -> words.append(' ').append(message.path("word").asText()));
        return words.substring(1);
    }

    private static ArrayNode messages(String words) {
        ArrayNode messages = CarriedJson.NODES.arrayNode();
        for (String word : words.split(" ", -1)) {
            ObjectNode message = messages.addObject().put("word", word);
            if (word.startsWith("a:")) {
                ArrayNode calls = message.put("role", "assistant").putArray("tool_calls");
                for (String id : word.substring(2).split(",", -1)) {
                    calls.addObject().put("id", id);
                }
            } else if (word.startsWith("t:")) {
                message.put("role", "tool").put("tool_call_id", word.substring(2));
            } else {
                message.put("role", word.equals("s") ? "system" : "user");
            }
        }
        return messages;
    }
}
