package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.LangChain.asking;
import static dev.penstock.bootstrap.LangChain.withTool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What LangChain4j's models for Anthropic's API make of the gateway.
final class LangChainAnthropicIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void getAWholeMessageWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        ChatResponse answer = models().whole().chat(asking("Hello"));

        assertThat(answer.aiMessage().text()).isEqualTo("The capital of Peru is Lima.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().inputTokenCount()).isEqualTo(21);
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(8);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void hearEachWordInOrderAndCountWhatWasCachedApart() {
        upstream.answer(Reply.fixture("dashscope/stream-usage.sse"));

        HeardStream heard = models().stream(asking("Hello"));

        assertThat(heard.words()).containsExactly("Hello", "!");
        assertThat(heard.answer().aiMessage().text()).isEqualTo("Hello!");
        assertThat(heard.answer().finishReason()).isEqualTo(FinishReason.STOP);
        AnthropicTokenUsage usage = (AnthropicTokenUsage) heard.answer().tokenUsage();
        assertThat(usage.inputTokenCount()).isEqualTo(2310 - 2048);
        assertThat(usage.cacheReadInputTokens()).isEqualTo(2048);
        assertThat(usage.outputTokenCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getParallelCallsOfTools(boolean streamed) {
        upstream.answer(Reply.fixture(streamed
                ? "dashscope/stream-tool-calls-parallel.sse"
                : "dashscope/nonstream-tool-calls.json"));

        ChatResponse answer = models().answer(withTool(asking("Weather?")), streamed);

        assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(answer.aiMessage().toolExecutionRequests()).hasSize(2).allSatisfy(call -> {
            assertThat(call.id()).isNotBlank();
            assertThat(json(call.arguments()).path("city").asText()).isIn("Lima", "Quito");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void useToolsOfTheDemoModelInALoop(boolean streamed) {
        use(RunningGateway.demo());
        ChatRequest ask = withTool(asking("What is the weather in Oslo?"));

        AiMessage called = models().answer(ask, streamed).aiMessage();
        ToolExecutionRequest call = called.toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo("get_weather");

        ChatRequest told = ask.toBuilder()
                .messages(UserMessage.from("What is the weather in Oslo?"), called,
                        ToolExecutionResultMessage.from(call, "Snow, as ever"))
                .build();
        assertThat(models().answer(told, streamed).aiMessage().text()).contains("Snow, as ever");
    }

    @Test
    void thinkAndAreRemindedOfTheirThoughtsTheWayTheyCame() {
        upstream.answer(Reply.fixture("dashscope/stream-reasoning.sse"));
        HeardStream thought = models().stream(asking("Why?"));
        assertThat(thought.thoughts()).containsExactly("The user wants", " one word.");
        assertThat(thought.answer().aiMessage().thinking()).isEqualTo("The user wants one word.");
        assertThat(thought.answer().aiMessage().text()).isEqualTo("Lima.");
        assertThat(sent().path("enable_thinking").asBoolean()).isTrue();
        assertThat(sent().path("thinking_budget").asInt()).isEqualTo(2048);

        upstream.answer(Reply.fixture("dashscope/nonstream.json"));
        var _ = models().whole()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Why?"), thought.answer().aiMessage(),
                                UserMessage.from("Go on"))
                        .build());

        assertThat(sent().path("messages").path(1).path("reasoning_content").asText())
                .isEqualTo("The user wants one word.");
    }

    @ParameterizedTest
    @CsvSource({"400, dashscope/error-input-length.json, invalid_request_error",
            "429, dashscope/error-429.json, rate_limit_error",
            "503, local/llamacpp-error-loading.http, api_error"})
    void tellFailuresOfTheUpstreamByTheirTypeWholeAndStreamed(int status, String fixture, String told) {
        upstream.answer(Reply.fixture(status, fixture));
        Class<?> type = switch (status) {
            case 400 -> InvalidRequestException.class;
            case 429 -> RateLimitException.class;
            default -> InternalServerException.class;
        };

        assertThatThrownBy(() -> models().whole().chat(asking("Hello"))).isInstanceOf(type)
                .hasMessageContaining(told);
        assertThat(models().stream(asking("Hello")).endings()).singleElement()
                .isInstanceOfSatisfying(Throwable.class,
                        error -> assertThat(error).isInstanceOf(type).hasMessageContaining(told));
    }

    @Test
    void hearOfAStreamThatBreaksOffAndCompleteNothing() {
        HeardStream heard = new HeardStream();
        upstream.answer(Play.stream()
                .write(Play.event(Play.CHUNK))
                .await(heard.begun())
                .write(Fixtures.text("dashscope/mid-stream-error.sse")));

        var _ = models().stream(asking("Hello"), heard);

        assertThat(heard.words()).startsWith("one");
        assertThat(heard.endings()).isNotEmpty().hasOnlyElementsOfType(Exception.class);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void areNotDisturbedByPings() {
        use(RunningGateway.configured("""
                listener: {commit-after: 20ms, keep-alive: 20ms}
                providers:
                  upstream: {kind: openai-compatible, base-url: "%s"}
                """.formatted(upstream.baseUri())));
        upstream.answer(Play.stream()
                .delay(Duration.ofMillis(300))
                .write(Play.event(Play.CHUNK))
                .delay(Duration.ofMillis(300))
                .write(Play.event(Play.END) + Play.event("[DONE]")));

        HeardStream heard = models().stream(asking("Hello"));

        assertThat(heard.words()).containsExactly("one");
        assertThat(heard.answer().finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void closeTheUpstreamWhenTheyLeave() {
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).hang());
        HeardStream heard = HeardStream.leavingEarly();

        models().streaming().chat(asking("Hello"), heard);

        assertThat(upstream.awaitRequest(SOON).path()).endsWith("/chat/completions");
        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        HeardStream.awaitQuiet();
        assertThat(heard.endings()).isEmpty();
    }

    private LangChain models() {
        return LangChain.anthropic(gateway);
    }

    private JsonNode sent() {
        return json(upstream.lastRequest().text());
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private void use(RunningGateway other) {
        gateway.close();
        gateway = other;
    }
}
