package dev.penstock.adapter.http.responses;

import static dev.penstock.adapter.http.responses.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.responses.ResponseStore.Owner;
import dev.penstock.application.ListedModel;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.fake.Fixtures;
import dev.penstock.openai.wire.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that come whole, and what is remembered of them.
final class WholeResponseTest {
    private static final String SAYS = """
            {"model":"qwen3-max","choices":[{"index":0,"finish_reason":"%s","message":{"role":"assistant",
             "content":"Sunny.","reasoning_content":"hm"}}],
             "usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,
             "prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}""";

    private final Trial trial = new Trial();

    @Test
    void tellsEverythingThatClientsDemand() {
        JsonNode response = answer(trial.request("{\"model\":\"m\",\"input\":\"hi\"}"),
                SAYS.formatted("stop"));

        assertThat(response.properties()).extracting(member -> member.getKey())
                .contains("id", "object", "created_at", "status", "error", "incomplete_details",
                        "instructions",
                        "model", "tools", "output", "parallel_tool_calls", "metadata", "tool_choice",
                        "temperature", "top_p", "usage", "store");
        assertThat(response.path("output").findValuesAsText("type")).contains("reasoning", "message");
        assertThat(response.path("usage")).isEqualTo(json("""
                {"input_tokens":7,"input_tokens_details":{"cached_tokens":3,"cache_write_tokens":0},
                 "output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":12}"""));
        assertThat(response.path("model").asText()).isEqualTo("qwen3-max");
        assertThat(response.path("created_at").asLong()).isEqualTo(Trial.NOW.getEpochSecond());
    }

    @Test
    void showsWhatWasAskedForAsItWasWritten() {
        DialectRequest request = trial.request("""
                {"model":"m","input":"hi","instructions":"Be brief.","temperature":0.50,"metadata":{"a":"b"},
                 "max_output_tokens":9,"store":false,"tool_choice":"none",
                 "tools":[{"type":"function","name":"f","parameters":{"x":1.0}},{"type":"web_search"}]}""");

        String response = new String(request.whole(completion(SAYS.formatted("stop"))),
                StandardCharsets.UTF_8);

        assertThat(response).contains("\"instructions\":\"Be brief.\"", "\"temperature\":0.50",
                "\"metadata\":{\"a\":\"b\"}", "\"max_output_tokens\":9", "\"store\":false",
                "\"tool_choice\":\"none\"",
                "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"x\":1.0}}]");
    }

    @Test
    void tellsParallelCalls() {
        JsonNode response = answer(trial.request("{\"model\":\"m\",\"input\":\"hi\"}"),
                Fixtures.text("dashscope/nonstream-tool-calls.json"));

        assertThat(response.path("output").findValuesAsText("type")).endsWith("function_call",
                "function_call");
        assertThat(response.path("output").findValuesAsText("call_id")).doesNotHaveDuplicates().hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"stop, completed", "length, incomplete", "content_filter, incomplete"})
    void hasTheStatusOfItsEnd(String finish, String status) {
        JsonNode response = answer(trial.request("{\"input\":\"hi\"}"), SAYS.formatted(finish));

        assertThat(response.path("status").asText()).isEqualTo(status);
    }

    @Test
    void goesOnFromAResponseThatIsKept() {
        JsonNode first = answer(trial.request("{\"input\":\"Weather?\",\"instructions\":\"Be brief.\"}"),
                SAYS.formatted("stop"));

        JsonNode messages = json(trial
                .request("{\"input\":\"And tomorrow?\",\"previous_response_id\":\""
                        + first.path("id").asText() + "\"}")
                .request()
                .translated()
                .body()
                .json()).path("messages");

        assertThat(messages).isEqualTo(json("""
                [{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":"Sunny.","reasoning_content":"hm"},
                 {"role":"user","content":"And tomorrow?"}]"""));
    }

    @Test
    void findsItemsThatAreReferredToById() {
        JsonNode first = answer(trial.request("{\"input\":\"Weather?\"}"), SAYS.formatted("stop"));

        JsonNode messages = json(trial.request("{\"input\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
                + "{\"type\":\"item_reference\",\"id\":\"" + first.path("output").path(1).path("id").asText()
                + "\"}]}")
                .request()
                .translated()
                .body()
                .json()).path("messages");

        assertThat(messages.path(1).path("content").asText()).isEqualTo("Sunny.");
    }

    @Test
    void keepsNothingIfItIsToldNotTo() {
        JsonNode first = answer(trial.request("{\"input\":\"hi\",\"store\":false}"), SAYS.formatted("stop"));

        assertThat(first.path("store").asBoolean()).isFalse();
        assertThat(first.path("output").path(0).has("encrypted_content")).isFalse();
        assertThat(trial.store().response(Owner.of(Optional.of(Secret.of("key"))), first.path("id").asText()))
                .isEmpty();
    }

    @Test
    void doesNotGoOnFromAnotherKeysResponse() {
        JsonNode first = answer(trial.request("{\"input\":\"hi\"}"), SAYS.formatted("stop"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> trial.request(
                "{\"input\":\"x\",\"previous_response_id\":\"" + first.path("id").asText() + "\"}",
                "another key"));

        assertThat(refused.refusal().code()).isEqualTo("previous_response_not_found");
    }

    @Test
    void givesReasoningBackAsTheBlobThatWasAskedForAndReadsItAgain() {
        JsonNode first = answer(
                trial.request(
                        "{\"input\":\"hi\",\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}"),
                SAYS.formatted("stop"));
        String blob = first.path("output").path(0).path("encrypted_content").asText();

        JsonNode messages = Trial
                .messages("[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + blob
                        + "\"},{\"role\":\"assistant\",\"content\":\"Sunny.\"}]");

        assertThat(messages.path(0).path("reasoning_content").asText()).isEqualTo("hm");
    }

    @Test
    void listsModelsWithEveryMemberThatCodexCannotDoWithout() {
        JsonNode model = json(new String(
                CodexModels.json(List.of(new ListedModel("qwen3-max", "dashscope", OptionalLong.of(262144)))),
                StandardCharsets.UTF_8)).path("models").path(0);

        assertThat(model.path("slug").asText()).isEqualTo("qwen3-max");
        assertThat(model.path("context_window").asLong()).isEqualTo(262144);
        assertThat(model.path("base_instructions").asText()).isNotBlank();
        assertThat(model.properties()).extracting(member -> member.getKey())
                .contains("display_name", "supported_reasoning_levels", "shell_type", "visibility",
                        "supported_in_api", "priority", "supports_reasoning_summaries", "support_verbosity",
                        "truncation_policy", "supports_parallel_tool_calls", "experimental_supported_tools");
    }

    private static JsonNode answer(DialectRequest request, String completion) {
        return json(new String(request.whole(completion(completion)), StandardCharsets.UTF_8));
    }

    private static ChatCompletion completion(String json) {
        return WholeAnswer.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow().completion();
    }
}
