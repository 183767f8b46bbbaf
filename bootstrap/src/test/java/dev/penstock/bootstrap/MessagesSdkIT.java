package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.AnthropicSdk.asking;
import static dev.penstock.bootstrap.AnthropicSdk.calls;
import static dev.penstock.bootstrap.AnthropicSdk.text;
import static dev.penstock.bootstrap.AnthropicSdk.withTool;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelListPage;
import com.anthropic.models.models.ModelListParams;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Anthropic's own Java SDK makes of the gateway's answers.
final class MessagesSdkIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final AnthropicSdk sdk = AnthropicSdk.of(RunningGateway.of("dashscope", upstream));

    @Test
    void getsAWholeMessageWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        Message answer = sdk.create(asking("Hello"));

        assertThat(text(answer)).isNotBlank();
        assertThat(answer.model().asString()).isEqualTo("qwen3-max");
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().inputTokens()).isPositive();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void streamsTextAndCountsWhatWasCachedApart() {
        upstream.answer(Reply.fixture("dashscope/stream-usage.sse"));

        Message answer = sdk.stream(asking("Hello"));

        assertThat(text(answer)).isEqualTo("Hello!");
        assertThat(answer.usage().inputTokens()).isEqualTo(2310 - 2048);
        assertThat(answer.usage().cacheReadInputTokens()).contains(2048L);
        assertThat(answer.usage().outputTokens()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getsParallelCallsOfTools(boolean streamed) {
        upstream.answer(Reply.fixture(streamed
                ? "dashscope/stream-tool-calls-parallel.sse"
                : "dashscope/nonstream-tool-calls.json"));

        Message answer = streamed
                ? sdk.stream(withTool(asking("Weather?")))
                : sdk.create(withTool(asking("Weather?")));

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(calls(answer)).hasSize(2).allSatisfy(call -> {
            assertThat(call.id()).isNotBlank();
            assertThat(input(call).path("city").isTextual()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/stream-tool-call-noargs", "local/llamacpp-tool-deltas",
            "local/lmstudio-tool-deltas", "local/ollama-tool-call", "openrouter/stream-reasoning-details"})
    void putsOddCallsTogether(String fixture) {
        upstream.answer(Reply.fixture(fixture + ".sse"));

        Message answer = sdk.stream(withTool(asking("Weather?")));

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(calls(answer)).hasSize(1).allSatisfy(call -> {
            assertThat(call.name()).isNotBlank();
            assertThat(input(call).isObject()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void usesToolsOfTheDemoModelInALoop(boolean streamed) {
        sdk.use(RunningGateway.demo());
        MessageCreateParams.Builder ask = withTool(asking("What is the weather in Oslo?"));

        Message called = streamed ? sdk.stream(ask) : sdk.create(ask);
        ToolUseBlock call = calls(called).getFirst();
        assertThat(call.name()).isEqualTo("get_weather");

        MessageCreateParams.Builder told = withTool(asking("What is the weather in Oslo?")).addMessage(called)
                .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(
                        ToolResultBlockParam.builder()
                                .toolUseId(call.id())
                                .content("Snow, as ever")
                                .build())));
        assertThat(text(streamed ? sdk.stream(told) : sdk.create(told)))
                .contains("Snow, as ever");
    }

    @Test
    void thinksAndIsRemindedOfItsThoughtsTheWayTheyCame() throws IOException {
        upstream.answer(Reply.fixture("dashscope/stream-reasoning.sse"));
        Message thought = sdk.stream(asking("Why?").enabledThinking(2048));
        assertThat(thought.content().getFirst().asThinking().thinking()).isNotBlank();
        assertThat(text(thought)).isNotBlank();
        assertThat(sent().path("enable_thinking").asBoolean()).isTrue();
        assertThat(sent().path("thinking_budget").asInt()).isEqualTo(2048);

        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        var _ = sdk.create(asking("Why?").addMessage(thought).addUserMessage("Go on"));

        assertThat(sent().path("messages").path(1).path("reasoning_content").asText())
                .isEqualTo(thought.content().getFirst().asThinking().thinking());
    }

    @Test
    void keepsOpenRoutersReasoningDetailsForTheNextTurn() throws IOException {
        sdk.use(RunningGateway.of("openrouter", upstream));
        upstream.answer(Reply.fixture("openrouter/stream-reasoning-details.sse"));
        Message thought = sdk.stream(withTool(asking("Weather?")));

        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        var _ = sdk.create(asking("Weather?").addMessage(thought).addUserMessage("?"));

        JsonNode details = sent().path("messages").path(1).path("reasoning_details");
        assertThat(details.size()).isEqualTo(1);
        assertThat(details.path(0).path("text").asText()).isEqualTo("Need the weather.");
        assertThat(details.path(0).path("signature").asText()).isEqualTo("RkFLRS1TSUdOQVRVUkU=");
    }

    @Test
    void letsTheHeadersOfDashScopePass() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        var _ = sdk.create(asking("Hello").putAdditionalHeader("X-DashScope-CacheControl", "enable"));

        assertThat(upstream.lastRequest().header("x-dashscope-cachecontrol")).contains("enable");
        assertThat(upstream.lastRequest().header("anthropic-version")).isEmpty();
    }

    @Test
    void countsTokensWithoutAskingAnybody() {
        long few = count("Hello");
        long many = count("Hello ".repeat(1000));

        assertThat(few).isBetween(1L, 20L);
        assertThat(many).isBetween(1000L, 2500L);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void listsTheModelsPageByPage() {
        upstream.answer(Reply.json(200,
                "{\"object\":\"list\",\"data\":[{\"id\":\"qwen3-max\"},{\"id\":\"qwen-plus\"}]}"));

        ModelListPage page = sdk.client().models().list(ModelListParams.builder().limit(1).build());

        assertThat(page.data()).hasSize(1);
        assertThat(page.hasMore()).contains(true);
        assertThat(page.autoPager()).extracting(model -> model.id()).contains("qwen3-max", "qwen-plus");
        assertThat(sdk.client().models().retrieve("qwen-plus").displayName()).isEqualTo("qwen-plus");
    }

    private long count(String prompt) {
        return sdk.client()
                .messages()
                .countTokens(
                        MessageCountTokensParams.builder().model("qwen3-max").addUserMessage(prompt).build())
                .inputTokens();
    }

    private static JsonNode input(ToolUseBlock call) {
        return Objects.requireNonNull(call._input().convert(JsonNode.class));
    }

    private JsonNode sent() throws IOException {
        return MAPPER.readTree(upstream.lastRequest().body());
    }
}
