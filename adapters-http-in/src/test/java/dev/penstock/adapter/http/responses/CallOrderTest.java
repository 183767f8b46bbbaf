package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Outputs follow their calls, whatever stands between them.
final class CallOrderTest {

    @ParameterizedTest
    @CsvSource({"user, user", "developer, system", "system, system"})
    void aMessageBetweenCallAndOutputComesBehindTheOutput(String role, String sent) {
        JsonNode messages = messages("[" + String.join(",", message("user", "x"), call("a"),
                message(role, "hurry"), output("a")) + "]");

        assertThat(roles(messages)).containsExactly("user x", "assistant a", "tool a", sent + " hurry");
    }

    @ParameterizedTest
    @CsvSource({"user, user", "developer, system", "assistant, assistant"})
    void aMessageBetweenTwoOutputsComesBehindBoth(String role, String sent) {
        JsonNode messages = messages("[" + String.join(",", call("a"), call("b"), output("a"),
                message(role, "hurry"), output("b"), message("user", "y")) + "]");

        assertThat(roles(messages)).containsExactly("assistant a b", "tool a", "tool b", sent + " hurry",
                "user y");
    }

    @Test
    void imagesOfAnOutputComeBehindAllOutputs() {
        JsonNode messages = messages("[" + String.join(",", call("a"), call("b"), image("a"),
                message("user", "hurry"), output("b")) + "]");

        assertThat(roles(messages)).containsExactly("assistant a b", "tool a", "tool b", "user image",
                "user hurry");
    }

    @Test
    void reasoningBetweenOutputsBelongsToWhatTheAssistantDoesNext() {
        JsonNode messages = messages("[" + String.join(",", call("a"), call("b"), image("a"),
                "{\"type\":\"reasoning\",\"summary\":[{\"text\":\"hm\"}]}", output("b"), call("c"),
                output("c"))
                + "]");

        assertThat(roles(messages)).containsExactly("assistant a b", "tool a", "tool b", "user image",
                "assistant c", "tool c");
        assertThat(messages.path(4).path("reasoning_content").asText()).isEqualTo("hm");
        assertThat(messages.path(0).has("reasoning_content")).isFalse();
    }

    @Test
    void callsThatAMessageSeparatesEachKeepTheirOutput() {
        JsonNode messages = messages("[" + String.join(",", call("a"), message("user", "hurry"), call("b"),
                output("a"), output("b")) + "]");

        assertThat(roles(messages)).containsExactly("assistant a", "tool a", "user hurry", "assistant b",
                "tool b");
    }

    @Test
    void outputsOfCustomToolsFollowTheirCalls() {
        JsonNode messages = messages("[" + String.join(",",
                "{\"type\":\"custom_tool_call\",\"call_id\":\"a\",\"name\":\"apply_patch\",\"input\":\"x\"}",
                message("user", "hurry"),
                "{\"type\":\"custom_tool_call_output\",\"call_id\":\"a\",\"output\":\"ok\"}") + "]");

        assertThat(roles(messages)).containsExactly("assistant a", "tool a", "user hurry");
    }

    private static List<String> roles(JsonNode messages) {
        List<String> roles = new ArrayList<>();
        for (JsonNode message : messages) {
            StringBuilder line = new StringBuilder(message.path("role").asText());
            message.path("tool_calls").forEach(call -> line.append(' ').append(call.path("id").asText()));
            String more = message.path(line.toString().equals("tool") ? "tool_call_id" : "content").asText();
            boolean image = message.path("content").path(0).path("type").asText().equals("image_url");
            roles.add((line + " " + (image ? "image" : more)).strip());
        }
        return roles;
    }

    private static String message(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":\"" + text + "\"}";
    }

    private static String call(String id) {
        return "{\"type\":\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"f\",\"arguments\":\"{}\"}";
    }

    private static String output(String id) {
        return "{\"type\":\"function_call_output\",\"call_id\":\"" + id + "\",\"output\":\"done\"}";
    }

    private static String image(String id) {
        return "{\"type\":\"function_call_output\",\"call_id\":\"" + id
                + "\",\"output\":[{\"type\":\"input_image\",\"image_url\":\"data:x\"}]}";
    }
}
