package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.events;
import static dev.penstock.adapter.http.responses.Trial.item;
import static dev.penstock.adapter.http.responses.Trial.json;
import static dev.penstock.adapter.http.responses.Trial.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.adapter.http.responses.Trial.Said;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of tools, put together from whatever fragments upstreams send.
final class ResponsesCallsTest {
    private static final String TOOLS = """
            {"model":"m","input":"hi","stream":true,"tools":[
              {"type":"function","name":"f","parameters":{"type":"object"}},
              {"type":"custom","name":"apply_patch","description":"Edits files"},
              {"type":"namespace","name":"mail","tools":[{"type":"function","name":"send"}]}]}""";

    private final Trial trial = new Trial();

    @Test
    void givesAToolWithoutParametersAnEmptyObject() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.fixture("dashscope/stream-tool-call-noargs.sse"));

        assertThat(types(told)).containsExactly("created", "in_progress", "output_item.added",
                "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "completed");
        assertThat(item(told, 0).path("arguments").asText()).isEqualTo("{}");
    }

    @Test
    void tellsACustomToolsInputAsTheTextThatItIs() {
        List<ObjectNode> told = events(trial.request(TOOLS), Said.deltas("tool_calls",
                call(0, "c1", "apply_patch", ""), fragment(0, "{\\\"input\\\": \\\"*** Beg"),
                fragment(0, "in\\\\n+\\\\u00e"), fragment(0, "9\\\"}")));

        assertThat(types(told)).containsExactly("created", "in_progress", "output_item.added",
                "custom_tool_call_input.delta", "custom_tool_call_input.delta",
                "custom_tool_call_input.delta",
                "custom_tool_call_input.done", "output_item.done", "completed");
        assertThat(item(told, 0)).isEqualTo(json("""
                {"id":"ctc_fake0_0","type":"custom_tool_call","status":"completed","call_id":"c1",
                 "name":"apply_patch","input":"*** Begin\\n+é"}"""));
        assertThat(text(told, "custom_tool_call_input.delta", "delta")).isEqualTo("*** Begin\n+é");
    }

    @Test
    void takesBareTextForACustomToolsInput() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", call(0, "c1", "apply_patch", "*** Begin"), fragment(0, " Patch")));

        assertThat(item(told, 0).path("input").asText()).isEqualTo("*** Begin Patch");
        assertThat(text(told, "custom_tool_call_input.delta", "delta")).isEqualTo("*** Begin Patch");
    }

    @Test
    void takesANamespacedToolsNameApart() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", call(0, "c1", "mail__send", "{}")));

        assertThat(item(told, 0).path("namespace").asText()).isEqualTo("mail");
        assertThat(item(told, 0).path("name").asText()).isEqualTo("send");
    }

    @Test
    void keepsInterleavedCallsApart() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", call(0, "c1", "f", "{\\\"a\\\":"),
                        call(1, "c2", "f", "{\\\"b\\\":"), fragment(0, "1}"), fragment(1, "2}")));

        assertThat(item(told, 0).path("arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(item(told, 1).path("arguments").asText()).isEqualTo("{\"b\":2}");
        assertThat(told.getLast().path("response").path("output")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"llamacpp-tool-deltas", "lmstudio-tool-deltas", "ollama-tool-call"})
    void putsTheOddDeltasOfLocalServersTogether(String fixture) {
        List<ObjectNode> told = events(trial.request(TOOLS), Said.fixture("local/" + fixture + ".sse"));

        JsonNode call = item(told, 0);
        assertThat(call.path("type").asText()).isEqualTo("function_call");
        assertThat(call.path("name").asText()).isNotBlank();
        assertThat(call.path("call_id").asText()).isNotBlank();
        assertThat(json(call.path("arguments").asText()).isObject()).isTrue();
    }

    @Test
    void takesAnotherIdAtAnIndexThatIsDoneForAnotherCall() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", call(0, "c1", "f", "{}"), call(0, "c2", "f", "{\\\"b\\\":2}")));

        assertThat(item(told, 0).path("call_id").asText()).isEqualTo("c1");
        assertThat(item(told, 1).path("call_id").asText()).isEqualTo("c2");
    }

    @Test
    void inventsAnIdForACallThatHasNone() {
        List<ObjectNode> told = events(trial.request(TOOLS), Said.deltas("tool_calls",
                "{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));

        assertThat(item(told, 0).path("call_id").asText()).isEqualTo("call_fake0_0");
    }

    @Test
    void endsTheTextBeforeACallBegins() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", "{\"content\":\"I look.\"}", call(0, "c1", "f", "{}")));

        assertThat(types(told)).containsSubsequence("output_text.done", "output_item.done",
                "output_item.added",
                "function_call_arguments.delta");
    }

    @Test
    void endsItemsInTheOrderOfTheirPlaces() {
        List<ObjectNode> told = events(trial.request(TOOLS),
                Said.deltas("tool_calls", "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\"}]}",
                        "{\"content\":\"Well\"}",
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"f\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));

        assertThat(told.stream()
                .filter(event -> event.path("type").asText().equals("response.output_item.done"))
                .map(event -> event.path("output_index").asInt())).containsExactly(0, 1, 2);
        assertThat(item(told, 1).path("call_id").asText()).isEqualTo("c2");
    }

    private static String call(int index, String id, String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\""
                + arguments
                + "\"}}]}";
    }

    private static String fragment(int index, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + index
                + ",\"id\":\"\",\"function\":{\"name\":null,\"arguments\":\""
                + arguments + "\"}}]}";
    }

    private static String text(List<ObjectNode> events, String type, String member) {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(event -> event.path("type").asText().equals("response." + type))
                .forEach(event -> text.append(event.path(member).asText()));
        return text.toString();
    }
}
