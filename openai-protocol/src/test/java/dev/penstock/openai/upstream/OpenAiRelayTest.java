package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpenAiRelayTest extends ProviderTestBed {
    private static final String WHOLE = """
            {"type":"message", "stop_reason":"tool_use", "usage":{"input_tokens":5,"output_tokens":7},"x":1e999}
            """;
    private static final String DELTA = "{\"type\":\"content_block_delta\", \"index\":0,\"delta\":{\"text\":\"H\u00fc\"}}";
    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":0}}}

            event: content_block_delta
            data: %s

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

            event: message_stop
            data: {"type":"message_stop"}

            """.formatted(DELTA);

    private final RelayPort messages = relay(ClientApi.MESSAGES);

    @Test
    void changesNothingOfTheRequestButTheModel() {
        upstream.answer(Reply.json(200, WHOLE));
        var _ = messages.complete(
                asking(" { \"model\" :\"claude\",\"max_tokens\": 1e3, \"tools\":[{\"type\":\"web\"}]}"));

        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().text()).isEqualTo(
                " { \"model\" :\"some-model\",\"max_tokens\": 1e3, \"tools\":[{\"type\":\"web\"}]}");
        assertThat(upstream.lastRequest().header("authorization")).contains("Bearer " + KEY.reveal());
    }

    @Test
    void carriesAWholeAnswerByteForByte() {
        upstream.answer(Reply.json(200, WHOLE));
        ChatCompletion answer = messages.complete(asking("{}"));

        assertThat(answer.json().text()).isEqualTo(WHOLE);
        assertThat(answer.relayed()).isTrue();
        assertThat(answer.end().reason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(answer.end().usage()).hasValueSatisfying(
                usage -> assertThat(usage.totalTokens()).isEqualTo(12));
    }

    @Test
    void carriesEveryEventByteForByte() {
        upstream.answer(Reply.sse(STREAM).inPieces(7));
        List<ChatChunk> events = new ArrayList<>();

        assertThat(messages.stream(asking("{\"stream\":true}"), events::addAll).reason())
                .isEqualTo(FinishReason.STOP);
        assertThat(events).hasSize(4).extracting(chunk -> chunk.json().text()).contains(DELTA);
        assertThat(upstream.lastRequest().header("accept")).contains("text/event-stream");
    }

    @Test
    void tellsTheVersionThatTheClientSpeaksAndTheFeaturesItTriesOut() {
        upstream.answer(Reply.json(200, WHOLE));
        var _ = messages.complete(asking("{}"));
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2023-06-01");

        var _ = messages
                .complete(asking("{}", Map.of("anthropic-version", "2027-01-01", "anthropic-beta", "a,b")));
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2027-01-01");
        assertThat(upstream.lastRequest().header("anthropic-beta")).contains("a,b");
    }

    @Test
    void everyAnthropicHeaderGoesAlongWordForWord() {
        upstream.answer(Reply.json(200, WHOLE));
        var _ = messages
                .complete(asking("{}", Map.of("anthropic-beta", "a-2027-01-01,  b", "anthropic-of-tomorrow",
                        "Yes; q=1", "anthropic-dangerous-direct-browser-access", "true")));

        assertThat(upstream.lastRequest().header("anthropic-beta")).contains("a-2027-01-01,  b");
        assertThat(upstream.lastRequest().header("anthropic-of-tomorrow")).contains("Yes; q=1");
        assertThat(upstream.lastRequest().header("anthropic-dangerous-direct-browser-access"))
                .contains("true");
    }

    @Test
    void credentialsAndPrivateHeadersOfTheClientDoNotGoAlong() {
        List<String> kept = List.of("anthropic-api-key", "anthropic-auth-token", "anthropic-cookie",
                "x-claude-code-session-id", "x-stainless-lang", "user-id", "openai-beta");
        upstream.answer(Reply.json(200, WHOLE));
        var _ = messages.complete(
                asking("{}", kept.stream().collect(Collectors.toMap(name -> name, _ -> "private"))));

        assertThat(kept).allSatisfy(name -> assertThat(upstream.lastRequest().header(name)).isEmpty());
        assertThat(upstream.lastRequest().header("authorization")).contains("Bearer " + KEY.reveal());
    }

    @Test
    void everyOpenAiHeaderGoesAlongWithAResponseButThoseOfTheClientsAccount() {
        upstream.answer(Reply.json(200, "{\"status\":\"completed\"}"));
        var _ = relay(ClientApi.RESPONSES).complete(asking("{}",
                Map.of("openai-beta", "responses=experimental",
                        "openai-of-tomorrow", "yes", "openai-organization", "org-theirs", "openai-project",
                        "proj-theirs",
                        "openai-api-key", "sk-test-theirs", "anthropic-beta", "a")));

        assertThat(upstream.lastRequest().header("openai-beta")).contains("responses=experimental");
        assertThat(upstream.lastRequest().header("openai-of-tomorrow")).contains("yes");
        for (String name : List.of("openai-organization", "openai-project", "openai-api-key",
                "anthropic-beta")) {
            assertThat(upstream.lastRequest().header(name)).as(name).isEmpty();
        }
    }

    @Test
    void fieldsOfTomorrowPassBothWaysByteForByte() {
        String verdict = """
                {"type":"message","stop_reason":"end_turn","safeguard_results":[ {"id":"s1", "verdict":"allow","score":1e-0} ]}""";
        String ask = "{\"model\":\"%s\", \"safeguards\":[{\"type\":\"dangerous_tool_use\",\"x\":1.50}],\"tools\":[{\"name\":\"t\""
                + ",\"defer_loading\" : true,\"input_schema\":{}}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\""
                + ":\"tool_result\",\"tool_use_id\":\"a\",\"content\":[{\"type\":\"tool_reference\",\"tool_name\":\"t\"}]}]}]}";
        upstream.answer(Reply.json(200, verdict));

        assertThat(messages.complete(asking(ask.formatted("claude"))).json().text()).isEqualTo(verdict);
        assertThat(upstream.lastRequest().text()).isEqualTo(ask.formatted("some-model"));

        String delta = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\",\"safeguard_results\":[{\"a\": 1e2}]}}";
        upstream.answer(Reply.sse("event: message_delta\ndata: " + delta
                + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
        List<ChatChunk> events = new ArrayList<>();
        var _ = messages.stream(asking("{\"stream\":true}"), events::addAll);
        assertThat(events).extracting(chunk -> chunk.json().text()).contains(delta);
    }

    @Test
    void countsTokensAtTheUpstreamWithTheHeadersOfTheApi() {
        String count = "{\"input_tokens\":12, \"context_management\":{\"original_input_tokens\":90}}";
        upstream.answer(Reply.json(200, count));

        assertThat(messages.countTokens(asking("{\"model\":\"claude\",\"messages\":[ ]}",
                Map.of("anthropic-beta", "token-counting-2024-11-01"))).orElseThrow().text())
                .isEqualTo(count);
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(upstream.lastRequest().text())
                .isEqualTo("{\"model\":\"some-model\",\"messages\":[ ]}");
        assertThat(upstream.lastRequest().header("anthropic-beta")).contains("token-counting-2024-11-01");
        assertThat(upstream.lastRequest().header("anthropic-version")).contains("2023-06-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void hasNoCountOfTokensWhereTheUpstreamDoesNotServeOne(int status) {
        upstream.answer(Reply.json(status, "{\"error\":{\"message\":\"Not Found\"}}"));

        assertThat(messages.countTokens(asking("{\"model\":\"claude\"}"))).isEmpty();
    }

    @Test
    void takesAnAnswerThatIsNoCountForGarbledAndARefusalForOne() {
        upstream.answer(Reply.json(200, WHOLE));
        assertThat(failure(() -> messages.countTokens(asking("{\"model\":\"claude\"}"))))
                .isInstanceOf(UpstreamFailure.Garbled.class);
        upstream.answer(Reply.json(400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"messages: wrong\"}}"));
        assertThat(failure(() -> messages.countTokens(asking("{\"model\":\"claude\"}"))))
                .isInstanceOf(UpstreamFailure.Rejected.class);
    }

    @Test
    void countsNoTokensOfAnotherApi() {
        assertThat(relay(ClientApi.RESPONSES).countTokens(asking("{\"model\":\"m\"}"))).isEmpty();
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void tellsNothingOfAnotherApi() {
        upstream.answer(Reply.json(200, "{\"status\":\"completed\"}"));
        var _ = relay(ClientApi.RESPONSES).complete(asking("{}"));

        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/responses");
        assertThat(upstream.lastRequest().header("anthropic-version")).isEmpty();
    }

    @Test
    void takesACutStreamForAFailure() {
        upstream.answer(Reply.sse(STREAM.substring(0, STREAM.indexOf("event: message_stop"))));

        assertThat(failure(() -> messages.stream(asking("{}"), _ -> {
        }))).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void tellsAThrottleWithItsTime() {
        upstream.answer(Reply
                .json(429,
                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}")
                .header("Retry-After", "7"));

        assertThat(failure(() -> messages.complete(asking("{}")))).isInstanceOfSatisfying(
                UpstreamFailure.Throttled.class, throttled -> {
                    assertThat(throttled.detail().retryAfter()).contains(Duration.ofSeconds(7));
                    assertThat(throttled.detail().message()).isEqualTo("slow");
                });
    }

    @Test
    void readsTheErrorThatComesInsteadOfAStream() {
        upstream.answer(Reply.json(200,
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}"));

        assertThat(failure(() -> messages.stream(asking("{}"), _ -> {
        }))).isInstanceOf(UpstreamFailure.Throttled.class);
        upstream.answer(Reply.json(200, WHOLE));
        assertThat(failure(() -> messages.stream(asking("{}"), _ -> {
        }))).isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void takesAnswersOfAnotherApiForGarbled() {
        upstream.answer(Reply.json(200,
                "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));

        assertThat(failure(() -> messages.complete(asking("{}"))))
                .isInstanceOf(UpstreamFailure.Garbled.class);
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGone() {
        upstream.answer(Reply.head(200, "Content-Type: text/event-stream")
                .write(STREAM.substring(0, STREAM.indexOf("event: message_delta")))
                .hang());

        assertThatThrownBy(() -> messages.stream(asking("{}"), _ -> {
            throw new IllegalStateException("gone");
        })).hasMessage("gone");
        assertThat(upstream.awaitNoOpenConnections(Duration.ofSeconds(20))).isTrue();
    }

    private RelayPort relay(ClientApi api) {
        return Objects.requireNonNull(provider.relays().get(api));
    }

    private static UpstreamFailure failure(ThrowingCallable asking) {
        return catchThrowableOfType(UpstreamException.class, asking).failure();
    }

    private static ChatCall asking(String body) {
        return asking(body, Map.of());
    }

    private static ChatCall asking(String body, Map<String, String> headers) {
        return new ChatCall("req_test", ChatJson.head(body.getBytes(StandardCharsets.UTF_8), headers),
                "some-model",
                Deadline.in(Duration.ofSeconds(20)), TimeLimits.NONE, new Cancellation());
    }
}
