package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static dev.penstock.adapter.http.messages.Converted.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls and their results, however many turns they are spread over.
final class ToolTurnsTest {
    private static final String HI = "{'role':'user','content':'Hi'},";

    @Test
    void assistantTurnsInARowAreOneMessage() {
        assertThat(messages(HI + assistant(call("a")) + "," + assistant(call("b")) + ","
                + user(result("a") + "," + result("b")))).isEqualTo(
                        json("""
                                [{'role':'user','content':'Hi'},{'role':'assistant','content':'','tool_calls':[
                                  {'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},
                                  {'id':'b','type':'function','function':{'name':'f','arguments':'{}'}}]},
                                 {'role':'tool','tool_call_id':'a','content':'of a'},{'role':'tool','tool_call_id':'b','content':'of b'}]"""));
    }

    @Test
    void textsAndThoughtsOfTurnsInARowAreJoined() {
        JsonNode messages = messages(HI + "{'role':'assistant','content':'One'},"
                + assistant("{'type':'thinking','thinking':'hm','signature':''},{'type':'text','text':'two'}")
                + "," + assistant(call("a")) + ",{'role':'assistant','content':[]}," + user(result("a")));

        assertThat(roles(messages)).containsExactly("user", "assistant", "tool a");
        assertThat(messages.path(1).path("content").asText()).isEqualTo("One\n\ntwo");
        assertThat(messages.path(1).path("reasoning_content").asText()).isEqualTo("hm");
    }

    @Test
    void resultsOverSeveralUserTurnsPrecedeWhatTheUserSays() {
        JsonNode messages = messages(HI + assistant(call("a") + "," + call("b")) + ","
                + user(result("a") + ",{'type':'text','text':'and'}") + "," + user(result("b")) + ","
                + user("{'type':'text','text':'go on'}"));

        assertThat(roles(messages)).containsExactly("user", "assistant", "tool a", "tool b", "user and",
                "user go on");
    }

    @Test
    void aSystemMessageBetweenCallAndResultComesBehindTheResult() {
        JsonNode messages = messages(HI + assistant(call("a")) + ",{'role':'system','content':'Late'},"
                + user(result("a") + ",{'type':'text','text':'and'}"));

        assertThat(roles(messages)).containsExactly("user", "assistant", "tool a",
                "user <system-reminder>\nLate\n</system-reminder>", "user and");
    }

    @Test
    void anImageInAResultIsShownBehindTheResultsOfAllTurns() {
        JsonNode messages = messages(HI + assistant(call("a") + "," + call("b")) + ","
                + user("{'type':'tool_result','tool_use_id':'a','content':[{'type':'image','source':"
                        + "{'type':'url','url':'u'}}]}")
                + "," + user(result("b")));

        assertThat(roles(messages)).containsExactly("user", "assistant", "tool a", "tool b", "user ");
        assertThat(messages.path(4).path("content").path(0).path("type").asText()).isEqualTo("image_url");
    }

    @Test
    void aResultThatComesTurnsLaterGoesToItsCall() {
        JsonNode messages = messages(HI + assistant(call("a")) + ",{'role':'user','content':'hurry'},"
                + assistant(call("b")) + "," + user(result("a") + "," + result("b")));

        assertThat(roles(messages)).containsExactly("user", "assistant", "tool a", "user hurry", "assistant",
                "tool b");
    }

    private static List<String> roles(JsonNode messages) {
        List<String> roles = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            roles.add(roles.isEmpty() ? role : switch (role) {
                case "tool" -> "tool " + message.path("tool_call_id").asText();
                case "user" -> "user " + message.path("content").asText();
                default -> role;
            });
        }
        return roles;
    }

    private static String assistant(String blocks) {
        return "{'role':'assistant','content':[" + blocks + "]}";
    }

    private static String user(String blocks) {
        return "{'role':'user','content':[" + blocks + "]}";
    }

    private static String call(String id) {
        return "{'type':'tool_use','id':'" + id + "','name':'f','input':{}}";
    }

    private static String result(String id) {
        return "{'type':'tool_result','tool_use_id':'" + id + "','content':'of " + id + "'}";
    }
}
