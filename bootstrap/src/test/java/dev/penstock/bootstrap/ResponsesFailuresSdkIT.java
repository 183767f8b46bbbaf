package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What OpenAI's own Java SDK makes of Responses that fail, or take long.
final class ResponsesFailuresSdkIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.of("dashscope", upstream));

    @Test
    void tellsRefusalsOfTheGatewayByTheirType() {
        sdk.use(RunningGateway.with(Map.of("PENSTOCK_API_KEY", "sk-test-another")));

        assertThatThrownBy(() -> sdk.client().responses().create(OpenAiSdk.asking("Hello").build()))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> sdk.client().responses().retrieve("resp_1"))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void tellsWhichMemberIsImpossible() {
        OpenAIServiceException refused = catchThrowableOfType(OpenAIServiceException.class,
                () -> sdk.client().responses().create(OpenAiSdk.asking("Hello").background(true).build()));

        assertThat(refused).isInstanceOf(BadRequestException.class);
        assertThat(refused.param()).contains("background");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void isToldWhenToTryAgain(boolean streamed) {
        upstream.answer(Reply.fixture(429, "dashscope/error-429.json").header("Retry-After", "7"));

        OpenAIServiceException throttled = catchThrowableOfType(OpenAIServiceException.class, () -> {
            Response response = streamed
                    ? sdk.stream(OpenAiSdk.asking("Hello"))
                    : sdk.client().responses().create(OpenAiSdk.asking("Hello").build());
            throw new AssertionError("was answered: " + response);
        });

        assertThat(throttled).isInstanceOf(RateLimitException.class);
        assertThat(throttled.headers().values("retry-after")).containsExactly("7");
    }

    @Test
    void seesAnErrorAsFirstEventOfAStreamAsTheStatusItIs() {
        upstream.answer(Reply.fixture("local/lmstudio-error-event.sse"));

        assertThatThrownBy(() -> sdk.stream(OpenAiSdk.asking("Hello")))
                .isInstanceOf(OpenAIServiceException.class)
                .isNotInstanceOf(SseException.class);
    }

    @ParameterizedTest
    @CsvSource({"dashscope/mid-stream-error.sse", "dashscope/mid-stream-data-inspection.sse",
            "openrouter/mid-stream-error.sse", "edge/missing-finish-and-done.sse"})
    void noticesAStreamThatBreaksOff(String fixture) {
        upstream.answer(Reply.fixture(fixture));
        List<ResponseStreamEvent> seen = new ArrayList<>();

        assertThatThrownBy(() -> {
            try (StreamResponse<ResponseStreamEvent> events = sdk.client()
                    .responses()
                    .createStreaming(OpenAiSdk.asking("Hello").build())) {
                events.stream().forEach(seen::add);
            }
        }).isInstanceOf(OpenAIException.class);

        assertThat(seen.getLast().isFailed()).isTrue();
        assertThat(seen.getLast().asFailed().response().error()).isPresent();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void closesTheUpstreamWhenItLeaves() {
        upstream.answer(stream().write(chunk("{\"content\":\"one\"}")).hang());
        try (StreamResponse<ResponseStreamEvent> events = sdk.client()
                .responses()
                .createStreaming(OpenAiSdk.asking("Hello").build())) {
            assertThat(events.stream().filter(ResponseStreamEvent::isOutputTextDelta).findFirst())
                    .isPresent();
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    @Test
    void sitsThroughAnUpstreamThatIsSilentForLong() throws IOException {
        sdk.use(impatient());
        Gate heard = new Gate();
        upstream.answer(stream().await(heard)
                .write(chunk("{\"content\":\"late\"}"))
                .write("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"));
        String ask = "{\"input\":\"Hello\",\"stream\":true}";
        try (RawExchange exchange = new RawExchange(sdk.gateway().port(), "/v1/responses",
                ask.getBytes(StandardCharsets.UTF_8))) {
            assertThat(exchange.linesUntil(": keep-alive")).contains(": keep-alive");
            assertThat(exchange.linesUntil(": keep-alive")).contains(": keep-alive");
            heard.open();

            assertThat(exchange.linesUntil("response.completed")).contains("late");
        }
        heard.open();
        assertThat(OpenAiSdk.text(sdk.stream(OpenAiSdk.asking("Hello")))).isEqualTo("late");
    }

    @Test
    void hearsOfAFailureAfterASilence() throws IOException {
        sdk.use(impatient());
        Gate heard = new Gate();
        upstream.answer(stream().await(heard).cut());
        String ask = "{\"input\":\"Hello\",\"stream\":true}";
        try (RawExchange exchange = new RawExchange(sdk.gateway().port(), "/v1/responses",
                ask.getBytes(StandardCharsets.UTF_8))) {
            assertThat(exchange.linesUntil(": keep-alive")).contains(": keep-alive");
            heard.open();

            assertThat(exchange.linesUntil("event: response.failed")).contains("event: response.created");
        }
    }

    private RunningGateway impatient() {
        return RunningGateway.configured("""
                listener: {commit-after: 20ms, keep-alive: 20ms}
                providers:
                  dashscope: {key: %s, base-url: "%s"}
                """.formatted(RunningGateway.PROVIDER_KEY, upstream.baseUri()));
    }

    private static Reply stream() {
        return Reply.head(200, "Content-Type: text/event-stream");
    }

    private static String chunk(String delta) {
        return "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";
    }
}
