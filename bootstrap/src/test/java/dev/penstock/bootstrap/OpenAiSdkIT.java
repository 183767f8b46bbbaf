package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What OpenAI's own Java SDK makes of the gateway.
final class OpenAiSdkIT {
    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.of("dashscope", upstream));

    @Test
    void getsAWholeAnswerWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        ChatCompletion answer = sdk.client().chat().completions().create(asking("Hello").build());

        assertThat(answer.choices().getFirst().message().content()).hasValueSatisfying(
                text -> assertThat(text).isNotBlank());
        assertThat(answer.usage()).isPresent();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void streamsTextAndTellsTheUsageThatWasAskedFor() {
        upstream.answer(Reply.fixture("dashscope/stream-usage.sse"));

        ChatCompletion answer = sdk.stream(asking("Hello")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(answer.choices().getFirst().message().content()).contains("Hello!");
        assertThat(answer.usage()).isPresent();
    }

    @Test
    void hearsOfNoUsageUnlessItAskedForIt() {
        upstream.answer(Reply.fixture("dashscope/stream-usage.sse"));

        assertThat(sdk.stream(asking("Hello")).usage()).isEmpty();
        assertThat(sdk.gateway().settled().usage()).as("and yet the ledger knows").isPresent();
    }

    @Test
    void getsParallelToolCallsWhole() {
        upstream.answer(Reply.fixture("dashscope/nonstream-tool-calls.json"));

        ChatCompletion answer = sdk.client()
                .chat()
                .completions()
                .create(withTool(asking("Weather?")).build());

        assertThat(calls(answer)).hasSizeGreaterThan(1)
                .allSatisfy(call -> assertThat(call.id()).isNotBlank());
    }

    @Test
    void putsTheUsageThatCameWithTheFinishWhereItBelongs() {
        upstream.answer(Reply.fixture("dashscope/stream-finish-merged-usage.sse"));

        ChatCompletion answer = sdk.stream(asking("Hello")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(answer.usage()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"llamacpp-tool-deltas", "lmstudio-tool-deltas", "ollama-tool-call"})
    void putsStreamedToolCallsTogether(String fixture) {
        upstream.answer(Reply.fixture("local/" + fixture + ".sse"));

        ChatCompletion answer = sdk.stream(withTool(asking("Weather?")));

        assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("tool_calls");
        assertThat(calls(answer)).isNotEmpty().allSatisfy(call -> {
            assertThat(call.function().name()).isNotBlank();
            assertThat(call.function().arguments()).startsWith("{").endsWith("}");
        });
    }

    @Test
    void usesToolsOfTheDemoModelInAConversation() {
        sdk.use(RunningGateway.demo());

        ChatCompletion streamed = sdk.stream(withTool(asking("What is the weather in Oslo?")));
        ChatCompletionMessageFunctionToolCall call = calls(streamed).getFirst();
        assertThat(call.function().name()).isEqualTo("get_weather");

        ChatCompletion told = sdk.client()
                .chat()
                .completions()
                .create(withTool(asking("What is the weather in Oslo?"))
                        .addMessage(streamed.choices().getFirst().message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("Snow, as ever")
                                .build())
                        .build());

        assertThat(told.choices().getFirst().message().content().orElse("")).contains("Snow, as ever");
    }

    @Test
    void listsTheModels() {
        upstream.answer(Reply.json(200,
                "{\"object\":\"list\",\"data\":[{\"id\":\"qwen3-max\"},{\"id\":\"qwen-plus\"}]}"));

        assertThat(sdk.client().models().list().data()).extracting(model -> model.id())
                .contains("qwen3-max", "qwen-plus");
    }

    @Test
    void tellsRefusalsOfTheGatewayByTheirType() {
        sdk.use(RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-another")));

        assertThatThrownBy(() -> sdk.client().chat().completions().create(asking("Hello").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @ParameterizedTest
    @CsvSource({"400, dashscope/error-input-length.json, context_length_exceeded",
            "400, dashscope/error-data-inspection.json, data_inspection_failed",
            "404, dashscope/error-404-model.json, model_not_found",
            "429, dashscope/error-429-allocation.json, rate_limit_exceeded"})
    void tellsFailuresOfTheUpstreamByTheirTypeAndCode(int status, String fixture, String code) {
        upstream.answer(Reply.fixture(status, fixture));

        OpenAIServiceException failure = catchThrowableOfType(OpenAIServiceException.class,
                () -> sdk.client().chat().completions().create(asking("Hello").build()));

        assertThat(failure).isInstanceOf(switch (status) {
            case 400 -> BadRequestException.class;
            case 404 -> NotFoundException.class;
            default -> RateLimitException.class;
        });
        assertThat(failure.code()).contains(code);
        assertThat(failure.headers().values("x-request-id")).hasSize(1);
    }

    @Test
    void seesAnErrorAsFirstEventOfAStreamAsTheStatusItIs() {
        upstream.answer(Reply.fixture("local/lmstudio-error-event.sse"));

        assertThatThrownBy(() -> sdk.stream(asking("Hello"))).isInstanceOf(OpenAIServiceException.class)
                .isNotInstanceOf(SseException.class);
    }

    @ParameterizedTest
    @CsvSource({"dashscope/mid-stream-error.sse", "dashscope/mid-stream-data-inspection.sse",
            "openrouter/mid-stream-error.sse", "local/vllm-mid-stream-error.sse",
            "edge/missing-finish-and-done.sse"})
    void noticesAStreamThatBreaksOff(String fixture) {
        upstream.answer(Reply.fixture(fixture));

        assertThatThrownBy(() -> sdk.stream(asking("Hello"))).isInstanceOf(OpenAIException.class);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void isSparedAFailureThatTheGatewayCouldMend() {
        sdk.use(RunningGateway.of("dashscope", upstream));
        upstream.next(Reply.fixture(429, "dashscope/error-429.json").header("Retry-After", "0"));
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        ChatCompletion answer = sdk.client().chat().completions().create(asking("Hello").build());

        assertThat(answer.choices()).isNotEmpty();
        assertThat(upstream.requests()).hasSize(2);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void doesNotMultiplyTheGatewaysAttemptsByItsOwn() {
        sdk.use(RunningGateway.of("dashscope", upstream), 2);
        upstream.answer(Reply.fixture("edge/html-502.http"));

        assertThatThrownBy(() -> sdk.client().chat().completions().create(asking("Hello").build()))
                .isInstanceOf(InternalServerException.class);
        assertThat(upstream.requests()).as("one attempt, one retry, and no more of the client's").hasSize(2);
        assertThat(sdk.gateway().settled().attempts()).hasSize(2);
    }

    @Test
    void callsADeadUpstreamAServerError() {
        upstream.close();

        assertThatThrownBy(() -> sdk.client().chat().completions().create(asking("Hello").build()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("refused the connection");
    }

    private static ChatCompletionCreateParams.Builder asking(String prompt) {
        return ChatCompletionCreateParams.builder().model("qwen3-max").addUserMessage(prompt);
    }

    private static ChatCompletionCreateParams.Builder withTool(ChatCompletionCreateParams.Builder ask) {
        return ask.addFunctionTool(FunctionDefinition.builder()
                .name("get_weather")
                .description("Get the weather of a city")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(
                                Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build());
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletion answer) {
        return answer.choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElse(List.of())
                .stream()
                .map(call -> call.asFunction())
                .toList();
    }
}
