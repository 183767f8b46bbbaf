package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.CustomTool;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What OpenAI's own Java SDK makes of the gateway's Responses API.
final class ResponsesSdkIT {
    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.of("dashscope", upstream));

    @Test
    void getsAWholeAnswerWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        Response response = sdk.client().responses().create(OpenAiSdk.asking("Hello").build());
        response.validate();

        assertThat(OpenAiSdk.text(response)).isNotBlank();
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.usage().map(ResponseUsage::totalTokens)).hasValueSatisfying(
                total -> assertThat(total).isPositive());
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/stream-usage.sse", "dashscope/stream-reasoning.sse",
            "dashscope/stream-tool-calls-parallel.sse", "dashscope/stream-tool-call-noargs.sse",
            "dashscope/stream-finish-merged-usage.sse", "local/llamacpp-tool-deltas.sse",
            "local/vllm-continuous-usage.sse", "edge/missing-done.sse"})
    void streamsWhatItCanReadWithoutDoubt(String fixture) {
        upstream.answer(Reply.fixture(fixture));
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> events = sdk.client()
                .responses()
                .createStreaming(OpenAiSdk.asking("Hello").build())) {
            events.stream().forEach(event -> {
                event.validate();
                whole.accumulate(event);
            });
        }

        assertThat(whole.response().status()).contains(ResponseStatus.COMPLETED);
        assertThat(whole.response().output()).isNotEmpty();
        assertThat(whole.reconstructedResponse().output()).hasSameSizeAs(whole.response().output());
    }

    @Test
    void usesToolsOfTheDemoModelUntilItAnswers() {
        sdk.use(RunningGateway.demo());
        List<ResponseInputItem> input = new ArrayList<>(List.of(user("What is the weather in Oslo?")));

        Response asked = sdk.stream(withTool().inputOfResponse(input));
        ResponseFunctionToolCall call = call(asked);
        assertThat(call.name()).isEqualTo("get_weather");
        input.add(ResponseInputItem.ofFunctionCall(call));
        input.add(output(call, "Snow, as ever"));

        assertThat(OpenAiSdk.text(sdk.client().responses().create(withTool().inputOfResponse(input).build())))
                .contains("Snow, as ever");
    }

    @Test
    void goesOnFromAResponseByItsIdAlone() {
        sdk.use(RunningGateway.demo());

        Response asked = sdk.stream(withTool().input("What is the weather in Oslo?"));
        Response told = sdk.client()
                .responses()
                .create(withTool().previousResponseId(asked.id())
                        .inputOfResponse(List.of(output(call(asked), "Snow, as ever")))
                        .build());

        assertThat(OpenAiSdk.text(told)).contains("Snow, as ever");
        assertThat(told.previousResponseId()).contains(asked.id());
    }

    @Test
    void retrievesAndDeletesWhatIsKept() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        Response response = sdk.client().responses().create(OpenAiSdk.asking("Hello").build());

        assertThat(sdk.client().responses().retrieve(response.id())).isEqualTo(response);
        sdk.client().responses().delete(response.id());

        assertThatThrownBy(() -> sdk.client().responses().retrieve(response.id()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(
                () -> sdk.client()
                        .responses()
                        .create(OpenAiSdk.asking("More").previousResponseId(response.id()).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(response.id());
    }

    @Test
    void findsNothingThatAnotherKeyWasAnswered() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        String id = sdk.client().responses().create(OpenAiSdk.asking("Hello").build()).id();

        sdk.present("sk-test-another-client");

        assertThatThrownBy(() -> sdk.client().responses().retrieve(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void callsCustomTools() {
        upstream.answer(Reply
                .sse("""
                        data: {"id":"x","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"apply_patch","arguments":"{\\"input\\":\\"*** Begin"}}]}}]}

                        data: {"id":"x","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":" Patch\\"}"}}]}}]}

                        data: {"id":"x","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                        data: [DONE]

                        """));

        Response response = sdk.stream(
                OpenAiSdk.asking("Edit").addTool(CustomTool.builder().name("apply_patch").build()));

        assertThat(response.output().getFirst().asCustomToolCall().input()).isEqualTo("*** Begin Patch");
        assertThat(upstream.lastRequest().text()).contains("\"required\":[\"input\"]");
    }

    private static ResponseCreateParams.Builder withTool() {
        return ResponseCreateParams.builder()
                .model("qwen3-max")
                .addTool(FunctionTool.builder()
                        .name("get_weather")
                        .description("Get the weather of a city")
                        .strict(false)
                        .parameters(FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build());
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofEasyInputMessage(
                EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(text).build());
    }

    private static ResponseInputItem output(ResponseFunctionToolCall call, String output) {
        return ResponseInputItem.ofFunctionCallOutput(
                ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output(output).build());
    }

    private static ResponseFunctionToolCall call(Response response) {
        return response.output()
                .stream()
                .filter(item -> item.isFunctionCall())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no call in " + response))
                .asFunctionCall();
    }
}
