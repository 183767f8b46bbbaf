package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.json;
import static dev.penstock.adapter.http.responses.Trial.messages;
import static dev.penstock.adapter.http.responses.Trial.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Items of a conversation become messages.
final class InputItemsTest {
    private static final String CALL = "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\": 1.0}\"}";
    private static final String OUTPUT = "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"done\"}";

    @Test
    void makesAnInputStringAUsersMessage() {
        assertThat(messages("\"hi\"")).isEqualTo(json("[{\"role\":\"user\",\"content\":\"hi\"}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"compaction","summary":[{"type":"summary_text","text":"so far"}]} | so far
            {"type":"compaction_summary","content":[{"type":"output_text","text":"so far"}]} | so far
            {"type":"context_compaction","text":"so far","encrypted_content":"x"} | so far
            """)
    void showsACompactedHistoryThatCanBeRead(String item, String text) {
        assertThat(messages("[" + item + ",{\"role\":\"user\",\"content\":\"go on\"}]"))
                .isEqualTo(json("[{\"role\":\"user\",\"content\":\"" + text
                        + "\"},{\"role\":\"user\",\"content\":\"go on\"}]"));
    }

    @Test
    void passesOverTheMarkOfACompaction() {
        assertThat(messages("[{\"type\":\"context_compaction\"},{\"role\":\"user\",\"content\":\"go on\"}]"))
                .isEqualTo(json("[{\"role\":\"user\",\"content\":\"go on\"}]"));
    }

    @Test
    void saysThatOnlyItsMakerCanReadACompactedHistory() {
        assertThat(refused(
                "{\"model\":\"m\",\"input\":[{\"type\":\"compaction\",\"encrypted_content\":\"gAAA\"}]}")
                .message()).contains("only the server that made it can read");
    }

    @Test
    void putsInstructionsAndTheFirstDevelopersMessagesInFrontInOneMessage() {
        JsonNode chat = Trial.chat("""
                {"model":"m","instructions":"Be brief.","input":[
                  {"type":"message","role":"developer","content":[{"type":"input_text","text":"Be kind."}]},
                  {"role":"user","content":"hi"},{"role":"developer","content":"Be quick."}]}""");

        assertThat(chat.path("messages")).isEqualTo(json("""
                [{"role":"system","content":"Be brief.\\n\\nBe kind."},{"role":"user","content":"hi"},
                 {"role":"system","content":"Be quick."}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role":"user","content":"a"} | {"role":"user","content":"a"}
            {"type":"message","role":"system","content":"a"} | {"role":"system","content":"a"}
            {"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]} | {"role":"user","content":"a\\nb"}
            {"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"data:x","detail":"low"}]} | {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:x","detail":"low"}}]}
            {"role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:y"}]} | {"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:y"}}]}
            {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]}]} | {"role":"assistant","content":"a"}
            {"role":"assistant","content":[{"type":"refusal","refusal":"No."}]} | {"role":"assistant","content":"No."}
            """)
    void convertsAMessage(String item, String message) {
        assertThat(messages("[" + item + "]").path(0)).isEqualTo(json(message));
    }

    @Test
    void mergesCallsAndTheMessageBeforeThemIntoOneAndTheirOutputsFollow() {
        assertThat(messages("[{\"role\":\"user\",\"content\":\"go\"},"
                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I look.\"}]},"
                + CALL
                + ",{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"g\",\"arguments\":\"\"},"
                + OUTPUT
                + ",{\"type\":\"function_call_output\",\"call_id\":\"c2\",\"output\":[{\"type\":\"input_text\",\"text\":\"x\"},"
                + "{\"type\":\"input_text\",\"text\":\"y\"}]}]")).isEqualTo(json("""
                        [{"role":"user","content":"go"},
                         {"role":"assistant","content":"I look.","tool_calls":[
                           {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\": 1.0}"}},
                           {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"c1","content":"done"},
                         {"role":"tool","tool_call_id":"c2","content":"x\\ny"}]"""));
    }

    @Test
    void putsWhatIsSaidBetweenCallsAndOutputsToTheCalls() {
        JsonNode messages = messages(
                "[" + CALL + ",{\"role\":\"assistant\",\"content\":\"I look.\"}," + OUTPUT + "]");

        assertThat(messages).hasSize(2);
        assertThat(messages.path(0).path("content").asText()).isEqualTo("I look.");
        assertThat(messages.path(0).path("tool_calls")).hasSize(1);
    }

    @Test
    void beginsANewTurnBehindAnOutput() {
        JsonNode messages = messages("[" + CALL + "," + OUTPUT + "," + CALL.replace("c1", "c2") + ","
                + OUTPUT.replace("c1", "c2") + "]");

        assertThat(messages.findValuesAsText("role")).containsExactly("assistant", "tool", "assistant",
                "tool");
    }

    @Test
    void showsTheImagesOfAnOutputBehindAllOutputs() {
        JsonNode messages = messages("[" + CALL + "," + CALL.replace("c1", "c2")
                + ",{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":[{\"type\":\"input_image\",\"image_url\":\"data:x\"}]},"
                + OUTPUT.replace("c1", "c2") + "]");

        assertThat(messages.findValuesAsText("role")).containsExactly("assistant", "tool", "tool", "user");
        assertThat(messages.path(3).path("content").path(0).path("image_url").path("url").asText())
                .isEqualTo("data:x");
    }

    @Test
    void makesCustomCallsFunctionCallsAndFlattensNamespaces() {
        JsonNode calls = messages("""
                [{"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** \\"x\\""},
                 {"type":"function_call","call_id":"c2","namespace":"mail","name":"send","arguments":"{}"},
                 {"type":"custom_tool_call_output","call_id":"c1","output":"ok"}]""").path(0)
                .path("tool_calls");

        assertThat(calls.path(0).path("function"))
                .isEqualTo(json(
                        "{\"name\":\"apply_patch\",\"arguments\":\"{\\\"input\\\":\\\"*** \\\\\\\"x\\\\\\\"\\\"}\"}"));
        assertThat(calls.path(1).path("function").path("name").asText()).isEqualTo("mail__send");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"summary":[],"content":[{"type":"reasoning_text","text":"hm"}]} | hm
            {"summary":[{"type":"summary_text","text":"brief"}],"content":[{"type":"reasoning_text","text":"hm"}]} | hm
            {"summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"gAAA-of-another"} | `a\\n\\nb`
            """)
    void givesReasoningToTheAssistantsNextMessage(String reasoning, String text) {
        JsonNode messages = messages("[{\"type\":\"reasoning\"," + reasoning.substring(1) + "," + CALL + "]");

        assertThat(messages.path(0).path("reasoning_content").asText()).isEqualTo(text.replace("\\n", "\n"));
        assertThat(messages.path(0).path("tool_calls")).hasSize(1);
    }

    @Test
    void forgetsReasoningThatNothingFollowed() {
        assertThat(messages(
                "[{\"type\":\"reasoning\",\"summary\":[{\"text\":\"hm\"}]},{\"role\":\"user\",\"content\":\"a\"},"
                        + CALL + "]")
                .path(1)
                .has("reasoning_content")).isFalse();
    }

    @Test
    void bringsSignedReasoningBackWhole() {
        JsonNode details = json(
                "[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\",\"index\":0}]");
        var sealed = new Thought("hm", List.of((ObjectNode) details.get(0)))
                .sealed();

        JsonNode message = messages(
                "[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + sealed + "\"},"
                        + CALL + "]")
                .path(0);

        assertThat(message.path("reasoning_content").asText()).isEqualTo("hm");
        assertThat(message.path("reasoning_details")).isEqualTo(details);
    }

    @Test
    void passesOverWhatHostedToolsLeftBehind() {
        assertThat(messages(
                "[{\"role\":\"user\",\"content\":\"a\"},{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}]"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"type":"compaction","encrypted_content":"x"}] | input[0].type
            [{"role":"user","content":"x"},{"type":"context_compaction","encrypted_content":"x"}] | input[1].type
            [{"role":"user","content":"x"},{"type":"compaction_trigger"}] | input[1].type
            [{"role":"narrator","content":"x"}] | input[0].role
            [{"role":"user","content":7}] | input[0].content
            [{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}] | input[0].content[0].image_url
            [{"role":"user","content":[{"type":"hologram"}]}] | input[0].content[0].type
            [{"type":"function_call","name":"f","arguments":"{}"}] | input[0].call_id
            [{"type":"function_call_output","output":"x"}] | input[0].call_id
            [{"type":"item_reference","id":"msg_x_0"}] | input[0].id
            [] | input
            7 | input
            """)
    void refusesWhatCannotBeToldAndSaysWhereItStands(String input, String param) {
        assertThat(refused("{\"model\":\"m\",\"input\":" + input + "}").param()).contains(param);
    }
}
