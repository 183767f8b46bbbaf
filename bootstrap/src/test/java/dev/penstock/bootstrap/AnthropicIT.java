package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.AnthropicSdk.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.models.messages.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.SseException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.Response;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients of three APIs before an upstream that speaks Anthropic's alone.
final class AnthropicIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String START = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_theirs","type":"message","role":"assistant","model":"claude-x",\
            "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_read_input_tokens":100,\
            "cache_creation_input_tokens":20,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Where?"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig=="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            """;
    private static final String CALL = """
            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1",\
            "name":"get_weather","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"Lima\\"}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            """;
    private static final String END = """
            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":7}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    private static final String WHOLE = """
            {"id":"msg_theirs","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":7,\
            "cache_read_input_tokens":0,"cache_creation_input_tokens":0}}""";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.of("anthropic", upstream));

    @Test
    void completesAChatOfOpenAisOwnSdk() {
        upstream.answer(Reply.json(200, WHOLE));

        ChatCompletion answer = sdk.client().chat().completions().create(chat().build());

        assertThat(answer.choices().getFirst().message().content()).contains("Hello");
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage()).hasValueSatisfying(
                usage -> assertThat(usage.totalTokens()).isEqualTo(12));
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().header("x-api-key")).contains(RunningGateway.PROVIDER_KEY);
    }

    @Test
    void streamsThoughtsAndCallsToOpenAisOwnSdkAndTakesThemBack() throws IOException {
        upstream.answer(Reply.sse(START + CALL + END));

        ChatCompletion answer = streamed(withTool());

        var message = answer.choices().getFirst().message();
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(message.toolCalls().orElseThrow()).singleElement()
                .satisfies(call -> assertThat(call.asFunction().function().arguments())
                        .isEqualTo("{\"city\":\"Lima\"}"));
        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.promptTokens()).isEqualTo(125);
            assertThat(usage.completionTokens()).isEqualTo(7);
        });
        UsageRecord line = sdk.gateway().settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.usage()).hasValueSatisfying(
                usage -> assertThat(usage.cachedTokens()).isEqualTo(100));

        JsonNode details = detailsOf(sdk.gateway()
                .post("/v1/chat/completions",
                        """
                                {"model":"claude-x","stream":true,"messages":[{"role":"user","content":"Weather?"}]}""")
                .body());
        upstream.answer(Reply.json(200, WHOLE));
        var _ = sdk.gateway()
                .post("/v1/chat/completions",
                        """
                                {"model":"claude-x","messages":[{"role":"user","content":"Weather?"},
                                {"role":"assistant","content":null,"reasoning_details":%s,"tool_calls":[{"id":"toolu_1","type":"function",
                                "function":{"name":"get_weather","arguments":"{}"}}]},
                                {"role":"tool","tool_call_id":"toolu_1","content":"Sunny"}]}"""
                                .formatted(details));
        assertThat(MAPPER.readTree(upstream.lastRequest().text())
                .path("messages")
                .path(1)
                .path("content")
                .path(0))
                .isEqualTo(MAPPER.readTree(
                        "{\"type\":\"thinking\",\"thinking\":\"Where?\",\"signature\":\"sig==\"}"));
    }

    /// The gateway's own dialect of the Responses API keeps the signature for the client.
    @Test
    void keepsSignaturesForClientsOfTheResponsesApi() throws IOException {
        upstream.answer(Reply.sse(START + CALL + END));
        Response first = sdk.stream(OpenAiSdk.asking("Weather?").model("claude-x"));
        upstream.answer(Reply.json(200, WHOLE));

        Response second = sdk.client()
                .responses()
                .create(OpenAiSdk.asking("Go on").model("claude-x").previousResponseId(first.id()).build());

        assertThat(OpenAiSdk.text(second)).isEqualTo("Hello");
        assertThat(MAPPER.readTree(upstream.lastRequest().text()).findValuesAsText("signature"))
                .containsExactly("sig==");
    }

    @Test
    void relaysAMessageOfAnthropicsOwnSdk() {
        upstream.answer(Reply.sse(START + CALL + END));
        try (AnthropicSdk other = AnthropicSdk.of(RunningGateway.of("anthropic", upstream))) {
            Message answer = other.stream(asking("Weather?").model("claude-x"));

            assertThat(answer.id()).isEqualTo("msg_theirs");
            assertThat(answer.content().getFirst().asThinking().signature()).isEqualTo("sig==");
            assertThat(AnthropicSdk.calls(answer)).hasSize(1);
        }
        assertThat(upstream.lastRequest().header("x-api-key")).contains(RunningGateway.PROVIDER_KEY);
        assertThat(upstream.lastRequest().header("authorization")).isEmpty();
    }

    @Test
    void tellsWithinTheStreamThatItBrokeOff() {
        upstream.answer(Reply.sse(START + """
                event: error
                data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

                """));

        assertThatThrownBy(() -> streamed(chat())).isInstanceOf(SseException.class)
                .hasMessageContaining("Overloaded");
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void refusesSeveralChoices() {
        assertThatThrownBy(() -> sdk.client().chat().completions().create(chat().n(2).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("'n'");
        assertThat(upstream.requests()).isEmpty();
    }

    private ChatCompletion streamed(ChatCompletionCreateParams.Builder ask) {
        return sdk.stream(
                ask.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));
    }

    private static JsonNode detailsOf(String events) throws IOException {
        String chunk = events.lines()
                .filter(line -> line.contains("reasoning_details"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no details in " + events));
        return MAPPER.readTree(chunk.substring("data: ".length()))
                .path("choices")
                .path(0)
                .path("delta")
                .path("reasoning_details");
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model("claude-x").addUserMessage("Weather?");
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
