package dev.penstock.adapter.http.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tools of one name. Single quotes stand for double ones.
final class ToolDuplicatesTest {
    private static final String FUNCTION = "{'type':'function','name':'a','parameters':{'type':'object'}}";
    private static final String CUSTOM = "{'type':'custom','name':'a'}";
    private static final String OTHER = "{'type':'function','name':'a','description':'else'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {FUNCTION + "," + CUSTOM + "|tools[1].name",
            CUSTOM + "," + FUNCTION + "|tools[1].name", FUNCTION + "," + OTHER + "|tools[1].name",
            FUNCTION + "," + FUNCTION + "," + OTHER + "|tools[2].name",
            "{'type':'namespace','name':'n','tools':[" + FUNCTION + "," + CUSTOM
                    + "]}|tools[0].tools[1].name",
            "{'type':'namespace','name':'n','tools':[" + FUNCTION
                    + "]},{'type':'namespace','name':'n','tools':[" + CUSTOM + "]}|tools[1].tools[0].name"})
    void areRefusedUnlessTheyAreTheSame(String tools, String param) {
        var refusal = Trial.refused(
                "{'model':'m','input':'x','tools':[%s]}".formatted(tools).replace('\'', '"'));

        assertThat(refusal.param()).contains(param);
        assertThat(refusal.message()).contains("'a'").contains("name of its own");
    }

    @Test
    void areOneToolIfTheyAreTheSame() {
        JsonNode chat = chat("'x'", FUNCTION + "," + FUNCTION + ",{'type':'namespace','name':'n','tools':["
                + CUSTOM + "," + CUSTOM + "]}");

        assertThat(chat.path("tools").findValuesAsText("name")).containsExactly("a", "n__a");
    }

    @Test
    void areTwoToolsInTwoNamespaces() {
        JsonNode chat = chat("'x'", FUNCTION + ",{'type':'namespace','name':'n','tools':[" + CUSTOM + "]},"
                + "{'type':'namespace','name':'m','tools':[" + OTHER + "]}");

        assertThat(chat.path("tools").findValuesAsText("name")).containsExactly("a", "n__a", "m__a");
    }

    @Test
    void ofALaterItemReplaceThoseOfAnEarlierOne() {
        JsonNode chat = chat("[{'type':'additional_tools','tools':[" + FUNCTION
                + "]},{'role':'user','content':'x'},{'type':'additional_tools','tools':[" + OTHER + "]}]",
                CUSTOM);

        assertThat(chat.path("tools")).singleElement()
                .extracting(tool -> tool.path("function").path("description").asText())
                .isEqualTo("else");
    }

    private static JsonNode chat(String input, String tools) {
        return Trial.chat(
                "{'model':'m','input':%s,'tools':[%s]}".formatted(input, tools).replace('\'', '"'));
    }
}
