package dev.penstock.bootstrap;

import static dev.penstock.bootstrap.AnthropicSdk.asking;
import static dev.penstock.bootstrap.AnthropicSdk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Anthropic's own Java SDK hears when something goes wrong, or slowly.
final class MessagesFailuresSdkIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final AnthropicSdk sdk = AnthropicSdk.of(RunningGateway.of("dashscope", upstream));

    @ParameterizedTest
    @CsvSource({"400, dashscope/error-input-length.json, 400, invalid_request_error",
            "404, dashscope/error-404-model.json, 404, not_found_error",
            "402, openrouter/error-402.json, 402, billing_error",
            "429, dashscope/error-429.json, 429, rate_limit_error",
            "503, local/llamacpp-error-loading.http, 503, api_error"})
    void tellsFailuresOfTheUpstreamByTheirType(int theirs, String fixture, int status, String type) {
        upstream.answer(Reply.fixture(theirs, fixture));

        AnthropicServiceException failure = catchThrowableOfType(AnthropicServiceException.class,
                () -> sdk.create(asking("Hello")));

        assertThat(failure.statusCode()).isEqualTo(status);
        assertThat(failure.type()).hasValueSatisfying(
                told -> assertThat(told.asString()).isEqualTo(type));
        assertThat(failure.headers().values("request-id")).hasSize(1)
                .isEqualTo(failure.headers().values("x-request-id"));
    }

    @ParameterizedTest
    @CsvSource({"sk-test-client, false", "sk-test-client, true", "sk-test-wrong, false"})
    void isAdmittedByEitherHeader(String key, boolean bearer) {
        RunningGateway guarded = RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-client"));
        sdk.use(guarded, builder -> bearer ? builder.authToken(key) : builder.apiKey(key));

        if (key.equals(RunningGateway.CLIENT_KEY)) {
            assertThat(text(sdk.create(asking("say yes")))).isEqualTo("yes");
        } else {
            assertThatThrownBy(() -> sdk.create(asking("say yes"))).isInstanceOf(UnauthorizedException.class);
        }
    }

    @Test
    void waitsAsLongAsAThrottledUpstreamWants() {
        sdk.use(configured("retry: {attempts: 1}"), 2);
        upstream.next(Reply.fixture(429, "dashscope/error-429.json").header("Retry-After", "1"));
        upstream.answer(Reply.fixture("dashscope/nonstream.json"));

        assertThat(text(sdk.create(asking("Hello")))).isNotBlank();
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void doesNotMultiplyTheGatewaysAttemptsByItsOwn() {
        sdk.use(RunningGateway.of("dashscope", upstream), 2);
        upstream.answer(Reply.fixture("edge/html-502.http"));

        assertThatThrownBy(() -> sdk.create(asking("Hello")))
                .isInstanceOf(InternalServerException.class);
        assertThat(upstream.requests()).as("one attempt, one retry, and no more of the client's").hasSize(2);
    }

    @Test
    void seesAnErrorAsFirstEventOfAStreamAsTheStatusItIs() {
        upstream.answer(Reply.fixture("local/lmstudio-error-event.sse"));

        assertThatThrownBy(() -> sdk.stream(asking("Hello"))).isInstanceOf(AnthropicServiceException.class)
                .isNotInstanceOf(SseException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/mid-stream-error.sse", "dashscope/mid-stream-data-inspection.sse",
            "openrouter/mid-stream-error.sse", "local/vllm-mid-stream-error.sse",
            "edge/missing-finish-and-done.sse"})
    void noticesAStreamThatBreaksOff(String fixture) {
        upstream.answer(Reply.fixture(fixture));

        assertThatThrownBy(() -> sdk.stream(asking("Hello"))).isInstanceOf(SseException.class);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void closesTheUpstreamWhenItLeaves() {
        sdk.use(configured("listener: {commit-after: 20ms}")); // for one event with a role alone commits to nobody
        Gate never = new Gate();
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(Fixtures.text("dashscope/stream-text.sse").split("\n\n", 2)[0] + "\n\n")
                .await(never));
        try (StreamResponse<RawMessageStreamEvent> events = sdk.client()
                .messages()
                .createStreaming(asking("Hello").build())) {
            assertThat(events.stream().iterator().next().isMessageStart()).isTrue();
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
        never.open();
    }

    @Test
    void hearsPingsWhileTheUpstreamIsSilent() throws IOException {
        sdk.use(configured("listener: {commit-after: 100ms, keep-alive: 100ms}"));
        Gate heard = new Gate();
        upstream.answer(Reply.fixture("dashscope/stream-text.sse").after(heard));

        try (RawExchange exchange = new RawExchange(sdk.gateway().port(), "/v1/messages?beta=true", """
                {"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hello"}]}"""
                .getBytes(StandardCharsets.UTF_8))) {
            assertThat(exchange.linesUntil("event: ping")).containsOnlyOnce("event: message_start");
            var _ = exchange.linesUntil("event: ping");
            var _ = exchange.linesUntil("event: ping");
            heard.open();
            assertThat(exchange.linesUntil("event: message_stop")).doesNotContain("event: message_start");
        }
    }

    @Test
    void isNotDisturbedByPings() {
        sdk.use(configured("listener: {commit-after: 20ms, keep-alive: 20ms}"));
        Gate heard = new Gate();
        upstream.answer(Reply.fixture("dashscope/stream-text.sse").after(heard));
        MessageAccumulator answer = MessageAccumulator.create();

        try (StreamResponse<RawMessageStreamEvent> events = sdk.client()
                .messages()
                .createStreaming(asking("Hello").build())) {
            Iterator<RawMessageStreamEvent> each = events.stream().iterator();
            assertThat(answer.accumulate(each.next()).isMessageStart()).as("before the upstream speaks")
                    .isTrue();
            heard.open();
            each.forEachRemaining(answer::accumulate);
        }

        assertThat(text(answer.message())).isNotBlank();
    }

    private RunningGateway configured(String setting) {
        return RunningGateway.configured("""
                %s
                providers:
                  dashscope: {key: %s, base-url: "%s"}
                """.formatted(setting, RunningGateway.PROVIDER_KEY, upstream.baseUri()));
    }
}
