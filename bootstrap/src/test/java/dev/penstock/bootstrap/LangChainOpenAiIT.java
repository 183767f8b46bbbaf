package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.LangChain.asking;
import static dev.penstock.bootstrap.LangChain.withTool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What LangChain4j's models for OpenAI's API make of the gateway's answers.
final class LangChainOpenAiIT {
    private static final String TWO = """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[1.0,0.5,-2E0]},
            {"object":"embedding","index":1,"embedding":[0,0,1]}],
            "model":"text-embedding-v4","usage":{"prompt_tokens":9,"total_tokens":9}}""";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);
    private final LangChain models = LangChain.openAi(gateway);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void getAWholeAnswerWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        ChatResponse answer = models.whole().chat(asking("Hello"));

        assertThat(answer.aiMessage().text()).isEqualTo("The capital of Peru is Lima.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage()).satisfies(LangChainOpenAiIT::isOf21And8);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void hearEachWordInOrderAndThenTheWholeAnswerWithItsUsage() {
        upstream.answer(Reply.fixture("dashscope/stream-usage.sse"));

        HeardStream heard = models.stream(asking("Hello"));

        assertThat(heard.words()).containsExactly("Hello", "!");
        assertThat(heard.answer().aiMessage().text()).isEqualTo("Hello!");
        assertThat(heard.answer().finishReason()).isEqualTo(FinishReason.STOP);
        OpenAiTokenUsage usage = (OpenAiTokenUsage) heard.answer().tokenUsage();
        assertThat(usage.inputTokenCount()).isEqualTo(2310);
        assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(2048);
        assertThat(usage.outputTokenCount()).isEqualTo(3);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource({"dashscope/stream-finish-merged-usage", "local/llamacpp-stream-timings",
            "local/ollama-stream",
            "openrouter/stream-with-comments", "edge/comments-keepalive", "edge/crlf", "edge/missing-done"})
    void putOddStreamsTogether(String fixture) {
        upstream.answer(Reply.fixture(fixture + ".sse"));

        HeardStream heard = models.stream(asking("Hello"));

        assertThat(heard.answer().aiMessage().text()).isNotBlank().isEqualTo(String.join("", heard.words()));
        assertThat(heard.answer().finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void hearThoughtsBeforeTheAnswer() {
        upstream.answer(Reply.fixture("dashscope/stream-reasoning.sse"));

        HeardStream heard = models.stream(asking("Why?"));

        assertThat(heard.thoughts()).containsExactly("The user wants", " one word.");
        assertThat(heard.answer().aiMessage().thinking()).isEqualTo("The user wants one word.");
        assertThat(heard.answer().aiMessage().text()).isEqualTo("Lima.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getParallelCallsOfTools(boolean streamed) {
        upstream.answer(Reply.fixture(streamed
                ? "dashscope/stream-tool-calls-parallel.sse"
                : "dashscope/nonstream-tool-calls.json"));

        ChatResponse answer = models.answer(withTool(asking("Weather?")), streamed);

        assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(answer.aiMessage().toolExecutionRequests()).extracting(ToolExecutionRequest::arguments)
                .containsExactly("{\"city\": \"Lima\"}", "{\"city\": \"Quito\"}");
        assertThat(answer.aiMessage().toolExecutionRequests()).extracting(ToolExecutionRequest::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isNotBlank());
        assertThat(upstream.lastRequest().text()).contains("\"get_weather\"");
    }

    @Test
    void hearOfEachStreamedCallOnce() {
        upstream.answer(Reply.fixture("dashscope/stream-tool-calls-parallel.sse"));

        HeardStream heard = models.stream(withTool(asking("Weather?")));

        assertThat(heard.calls()).isEqualTo(heard.answer().aiMessage().toolExecutionRequests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llamacpp-tool-deltas", "lmstudio-tool-deltas", "ollama-tool-call"})
    void putOddCallsTogether(String fixture) {
        upstream.answer(Reply.fixture("local/" + fixture + ".sse"));

        HeardStream heard = models.stream(withTool(asking("Weather?")));

        assertThat(heard.answer().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(heard.calls()).hasSize(1).allSatisfy(call -> {
            assertThat(call.id()).isNotBlank();
            assertThat(call.name()).isNotBlank();
            assertThat(call.arguments()).startsWith("{").endsWith("}");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void useToolsOfTheDemoModelInALoop(boolean streamed) {
        try (RunningGateway demo = RunningGateway.demo()) {
            LangChain other = LangChain.openAi(demo);
            ChatRequest ask = withTool(asking("What is the weather in Oslo?"));

            AiMessage called = other.answer(ask, streamed).aiMessage();
            ToolExecutionRequest call = called.toolExecutionRequests().getFirst();
            assertThat(call.name()).isEqualTo("get_weather");

            ChatRequest told = ask.toBuilder()
                    .messages(UserMessage.from("What is the weather in Oslo?"), called,
                            ToolExecutionResultMessage.from(call, "Snow, as ever"))
                    .build();
            assertThat(other.answer(told, streamed).aiMessage().text()).contains("Snow, as ever");
        }
    }

    @Test
    void getEmbeddingsOfSeveralTextsWithTheirUsage() {
        upstream.answer(Reply.json(200, TWO));

        Response<List<Embedding>> answer = OpenAiEmbeddingModel.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey(RunningGateway.CLIENT_KEY)
                .modelName("text-embedding-v4")
                .dimensions(64)
                .maxRetries(0)
                .build()
                .embedAll(List.of(TextSegment.from("Grüße"), TextSegment.from("北京")));

        assertThat(answer.content()).extracting(Embedding::vector)
                .containsExactly(new float[]{1f, 0.5f, -2f}, new float[]{0f, 0f, 1f});
        assertThat(answer.tokenUsage()).extracting(TokenUsage::inputTokenCount).isEqualTo(9);
        assertThat(upstream.lastRequest().path()).endsWith("/embeddings");
        assertThat(upstream.lastRequest().text()).contains("Grüße", "北京", "64");
        assertThat(gateway.settled().usage()).contains(Usage.of(9, 0));
    }

    private static void isOf21And8(TokenUsage usage) {
        assertThat(usage.inputTokenCount()).isEqualTo(21);
        assertThat(usage.outputTokenCount()).isEqualTo(8);
        assertThat(usage.totalTokenCount()).isEqualTo(29);
    }
}
