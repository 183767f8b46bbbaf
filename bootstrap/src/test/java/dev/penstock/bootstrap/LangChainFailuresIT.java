package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.LangChain.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What LangChain4j's models for OpenAI's API hear when something goes wrong, or slowly.
final class LangChainFailuresIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"400, dashscope/error-input-length.json, context_length_exceeded",
            "404, dashscope/error-404-model.json, model_not_found",
            "429, dashscope/error-429.json, limit_requests",
            "503, local/llamacpp-error-loading.http, Loading model"})
    void tellFailuresOfTheUpstreamByTheirTypeWholeAndStreamed(int status, String fixture, String told) {
        upstream.answer(Reply.fixture(status, fixture));
        LangChain models = LangChain.openAi(gateway);
        Class<?> type = switch (status) {
            case 400 -> InvalidRequestException.class;
            case 404 -> ModelNotFoundException.class;
            case 429 -> RateLimitException.class;
            default -> InternalServerException.class;
        };

        assertThatThrownBy(() -> models.whole().chat(asking("Hello"))).isInstanceOf(type)
                .hasMessageContaining(told);
        assertThat(models.stream(asking("Hello")).endings()).singleElement()
                .isInstanceOfSatisfying(Throwable.class,
                        error -> assertThat(error).isInstanceOf(type).hasMessageContaining(told));
    }

    @Test
    void tellARefusalOfTheGatewayByItsType() {
        use(RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-another")));

        assertThatThrownBy(() -> LangChain.openAi(gateway).whole().chat(asking("Hello")))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void askAThrottledUpstreamOnceHoweverOftenTheyTryThemselves() {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));
        LangChain models = LangChain.openAi(gateway, 2, MINUTE);

        assertThatThrownBy(() -> models.whole().chat(asking("Hello"))).isInstanceOf(RateLimitException.class);

        assertThat(upstream.requests()).hasSize(1);
        assertThat(gateway.closeAndReadLedger()).as("the client has asked").hasSize(3);
    }

    @Test
    void multiplyNoAttemptsIfTheyAreToldNotToRetry() {
        upstream.answer(Reply.fixture("edge/html-502.http"));

        assertThatThrownBy(() -> LangChain.openAi(gateway).whole().chat(asking("Hello")))
                .isInstanceOf(InternalServerException.class);

        assertThat(upstream.requests()).as("one attempt, one retry, and no more of the client's").hasSize(2);
        assertThat(gateway.closeAndReadLedger()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/mid-stream-error.sse", "dashscope/mid-stream-data-inspection.sse",
            "openrouter/mid-stream-error.sse", "local/vllm-mid-stream-error.sse",
            "edge/missing-finish-and-done.sse"})
    void hearOfAStreamThatBreaksOffAndCompleteNothingIfTheyLeaveThen(String fixture) {
        HeardStream heard = HeardStream.leavingAtErrors();
        upstream.answer(Play.stream()
                .write(Play.event(Play.CHUNK))
                .await(heard.begun())
                .write(Fixtures.text(fixture)));

        var _ = LangChain.openAi(gateway).stream(asking("Hello"), heard);

        assertThat(heard.words()).startsWith("one");
        assertThat(heard.endings()).isNotEmpty().hasOnlyElementsOfType(Exception.class);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    /// LangChain4j 1.19 tells of a completion after each error of a connection; what is told is not whole.
    @Test
    void hearOfTheErrorFirstAndOfNoFinishReasonIfTheyStay() {
        upstream.answer(Reply.fixture("dashscope/mid-stream-error.sse"));

        HeardStream heard = LangChain.openAi(gateway).stream(asking("Hello"));

        assertThat(heard.endings()).first().isInstanceOf(Exception.class);
        assertThat(heard.endings()).filteredOn(ChatResponse.class::isInstance)
                .allSatisfy(told -> assertThat(((ChatResponse) told).finishReason()).isNull());
    }

    @Test
    void hearNothingButAnErrorOfAStreamThatIsHeldBack() {
        use(RunningGateway.configured("""
                providers:
                  upstream: {kind: openai-compatible, base-url: "%s"}
                routes:
                  qwen3-max: {upstreams: [upstream/qwen3-max], hold-back: true}
                """.formatted(upstream.baseUri())));
        upstream.answer(Reply.fixture("dashscope/mid-stream-error.sse"));

        HeardStream heard = LangChain.openAi(gateway).stream(asking("Hello"));

        assertThat(heard.words()).isEmpty();
        assertThat(heard.endings()).singleElement().isInstanceOf(RateLimitException.class);
    }

    /// Ninety seconds of silence against the sixty that LangChain4j waits for a head, in less time.
    @Test
    void sitThroughSilencesThatAreLongerThanTheyWouldWait() {
        use(chatty());
        upstream.answer(Play.stream()
                .delay(Duration.ofSeconds(3))
                .write(Play.event(Play.CHUNK))
                .delay(Duration.ofSeconds(3))
                .write(Play.event(Play.CHUNK.replace("one", "two")))
                .write(Play.event(Play.END) + Play.event("[DONE]")));

        HeardStream heard = LangChain.openAi(gateway, 0, Duration.ofSeconds(2)).stream(asking("Hello"));

        assertThat(heard.words()).containsExactly("one", "two");
        assertThat(heard.answer().aiMessage().text()).isEqualTo("onetwo");
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void hearOfAFailureAfterASilence() {
        use(chatty());
        upstream.answer(Play.errorReply(401, "invalid_api_key").after(Duration.ofMillis(300)));

        HeardStream heard = LangChain.openAi(gateway).stream(asking("Hello"));

        assertThat(heard.words()).isEmpty();
        assertThat(heard.endings()).first().isInstanceOf(Exception.class);
        assertThat(gateway.settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void closeTheUpstreamWhenTheyLeave() {
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).hang());
        HeardStream heard = HeardStream.leavingEarly();

        LangChain.openAi(gateway).streaming().chat(asking("Hello"), heard);

        assertThat(upstream.awaitRequest(SOON).path()).endsWith("/chat/completions");
        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        UsageRecord line = gateway.settled();
        assertThat(line.outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        assertThat(line.reason()).contains("client_left");
        HeardStream.awaitQuiet();
        assertThat(heard.words()).isEqualTo(List.of("one"));
        assertThat(heard.endings()).isEmpty();
    }

    private RunningGateway chatty() {
        return RunningGateway.configured("""
                listener: {commit-after: 20ms, keep-alive: 20ms}
                providers:
                  upstream: {kind: openai-compatible, base-url: "%s"}
                """.formatted(upstream.baseUri()));
    }

    private void use(RunningGateway other) {
        gateway.close();
        gateway = other;
    }
}
