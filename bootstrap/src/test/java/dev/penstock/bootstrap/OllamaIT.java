package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients of OpenAI's API before a server that speaks Ollama's own alone.
final class OllamaIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HEAD = "{\"model\":\"qwen3:8b\",\"created_at\":\"2026-11-23T00:00:00Z\",";
    private static final String THOUGHT = HEAD
            + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Where?\"},\"done\":false}\n";
    private static final String TEXT = HEAD
            + "\"message\":{\"role\":\"assistant\",\"content\":\"Grüße\"},\"done\":false}\n";
    private static final String CALL = HEAD
            + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":"
            + "{\"name\":\"get_weather\",\"arguments\":{\"days\":1,\"city\":\"Lima\"}}}]},\"done\":false}\n";
    private static final String END = HEAD
            + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
            + "\"prompt_eval_count\":125,\"prompt_eval_cached_count\":100,\"eval_count\":7}\n";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.of("ollama", upstream));

    @Test
    void streamsAnAnswerToOpenAisOwnSdk() {
        upstream.answer(lines(THOUGHT + TEXT + END));

        ChatCompletion answer = streamed(chat());

        var choice = answer.choices().getFirst();
        assertThat(choice.message().content()).contains("Grüße");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage()).hasValueSatisfying(
                usage -> assertThat(usage.totalTokens()).isEqualTo(132));
        assertThat(upstream.lastRequest().path()).isEqualTo("/api/chat");
        assertThat(upstream.lastRequest().header("authorization"))
                .contains("Bearer " + RunningGateway.PROVIDER_KEY);
        UsageRecord line = sdk.gateway().settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.usage()).hasValueSatisfying(
                usage -> assertThat(usage.cachedTokens()).isEqualTo(100));
    }

    @Test
    void streamsAToolCallAndTakesItBackWithTheToolsAnswer() throws IOException {
        upstream.answer(lines(CALL + END));

        ChatCompletion answer = streamed(withTool());

        var choice = answer.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call = choice.message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction();
        assertThat(call.function().arguments()).isEqualTo("{\"days\":1,\"city\":\"Lima\"}");
        assertThat(call.id()).startsWith("call_");

        upstream.answer(Reply.json(200, TEXT.replace("\"done\":false", "\"done\":true")));
        sdk.client()
                .chat()
                .completions()
                .create(withTool().addMessage(choice.message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("Sunny")
                                .build())
                        .build());
        JsonNode messages = MAPPER.readTree(upstream.lastRequest().text()).path("messages");
        assertThat(messages.path(1).path("tool_calls").path(0).path("function").path("arguments"))
                .isEqualTo(MAPPER.readTree("{\"days\":1,\"city\":\"Lima\"}"));
        assertThat(messages.path(2)).isEqualTo(MAPPER.createObjectNode()
                .put("role", "tool")
                .put("content", "Sunny")
                .put("tool_name", "get_weather")
                .put("tool_call_id", call.id()));
    }

    @Test
    void saysHowMuchAModelMayRead() throws IOException {
        upstream.answer(Reply.json(200, TEXT.replace("\"done\":false", "\"done\":true")));
        try (RunningGateway configured = RunningGateway.configured("""
                providers: {ollama: {base-url: "%s", context: 65536, keep-alive: 30m, truncate: false}}
                """.formatted(upstream.baseUri()))) {
            var page = configured.post("/v1/chat/completions",
                    "{\"model\":\"qwen3:8b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

            assertThat(page.json().path("choices").path(0).path("message").path("content").asText())
                    .isEqualTo("Grüße");
        }
        JsonNode asked = MAPPER.readTree(upstream.lastRequest().text());
        assertThat(asked.path("options").path("num_ctx").asInt()).isEqualTo(65_536);
        assertThat(asked.path("keep_alive").asText()).isEqualTo("30m");
        assertThat(asked.path("truncate").asBoolean(true)).isFalse();
    }

    @Test
    void completesATextAndGivesEmbeddings() {
        upstream.answer(Reply.json(200, "{\"response\":\"b)\",\"done\":true,\"done_reason\":\"stop\"}"));
        assertThat(sdk.client()
                .completions()
                .create(CompletionCreateParams.builder()
                        .model("qwen3:8b")
                        .prompt("def f(a, ")
                        .suffix(": pass")
                        .build())
                .choices()
                .getFirst()
                .text()).isEqualTo("b)");

        upstream.answer(Reply.json(200, "{\"embeddings\":[[1.0,-0.5]],\"prompt_eval_count\":3}"));
        var embeddings = sdk.client()
                .embeddings()
                .create(EmbeddingCreateParams.builder().model("all-minilm").input("Hi").build());
        assertThat(embeddings.data().getFirst().embedding()).containsExactly(1.0f, -0.5f);
        assertThat(embeddings.usage().totalTokens()).isEqualTo(3);
    }

    @Test
    void tellsWithinTheStreamThatItBrokeOff() {
        upstream.answer(lines(TEXT + "{\"error\":\"The engine fell over.\"}\n"));

        assertThatThrownBy(() -> streamed(chat())).isInstanceOf(SseException.class)
                .hasMessageContaining("The engine fell over.");
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void takesAStreamWithoutALastLineForAFailure() {
        upstream.answer(lines(TEXT));

        assertThatThrownBy(() -> streamed(chat())).isInstanceOf(SseException.class);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void saysInOllamasWordsThatAModelIsMissing() {
        upstream.answer(Reply.json(404, "{\"error\":\"model 'qwen3:8b' not found\"}"));

        assertThatThrownBy(() -> sdk.client().chat().completions().create(chat().build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("model 'qwen3:8b' not found");
    }

    @Test
    void refusesSeveralChoices() {
        assertThatThrownBy(() -> sdk.client().chat().completions().create(chat().n(2).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("'n'");
        assertThat(upstream.requests()).isEmpty();
    }

    private ChatCompletion streamed(ChatCompletionCreateParams.Builder ask) {
        return sdk
                .stream(ask.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));
    }

    private static Reply lines(String lines) {
        return Reply.head(200, "Content-Type: application/x-ndjson").write(lines).end();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model("qwen3:8b").addUserMessage("Weather?");
    }

    private static ChatCompletionCreateParams.Builder withTool() {
        return chat().addFunctionTool(FunctionDefinition.builder()
                .name("get_weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties",
                                JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build());
    }
}
