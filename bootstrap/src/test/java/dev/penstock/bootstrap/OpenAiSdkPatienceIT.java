package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Fixtures;
import dev.penstock.fake.Gate;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's own Java SDK with chats and texts: when it is told to wait, has to wait, or leaves.
final class OpenAiSdkPatienceIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TEXT = "{\"id\":\"t\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"text\":\"one\",\"logprobs\":null,\"finish_reason\":";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.configured("""
            listener: {commit-after: 20ms, keep-alive: 20ms}
            retry: {attempts: 1}
            providers:
              slow: {kind: openai-compatible, base-url: "%s"}
            """.formatted(upstream.baseUri())));

    @Test
    void isToldWhenToTryAgain() {
        upstream.answer(Reply.fixture(429, "dashscope/error-429.json").header("Retry-After", "7"));

        RateLimitException throttled = catchThrowableOfType(RateLimitException.class,
                () -> sdk.client().chat().completions().create(chat()));

        assertThat(throttled.headers().values("retry-after")).containsExactly("7");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void closesTheUpstreamWhenItLeavesAChat() {
        upstream.answer(Play.stream().write(Play.event(Play.CHUNK)).hang());
        try (StreamResponse<ChatCompletionChunk> chunks = sdk.client()
                .chat()
                .completions()
                .createStreaming(chat())) {
            assertThat(chunks.stream().iterator().next().choices()).hasSize(1);
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    @Test
    void closesTheUpstreamWhenItLeavesAText() {
        upstream.answer(Play.stream().write(Play.event(TEXT + "null}]}")).hang());
        try (StreamResponse<Completion> chunks = sdk.client().completions().createStreaming(text())) {
            assertThat(chunks.stream().iterator().next().choices()).hasSize(1);
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    /// The comments of many seconds come within moments here: whoever sits through several sits through as many as there are.
    @Test
    void sitsThroughASilenceBeforeAChatAndWithinIt() {
        Gate first = new Gate();
        Gate second = new Gate();
        upstream.answer(Play.stream()
                .await(first)
                .write(Play.event(Play.CHUNK))
                .await(second)
                .write(Play.event(Play.END) + Play.event("[DONE]")));
        try (StreamResponse<ChatCompletionChunk> chunks = sdk.client()
                .chat()
                .completions()
                .createStreaming(chat())) { // which comes back with the head, that is with the first comment
            first.open();
            Iterator<ChatCompletionChunk> each = chunks.stream().iterator();
            assertThat(each.next().choices().getFirst().delta().content()).contains("one");
            second.open();
            assertThat(each.next().choices().getFirst().finishReason()).isPresent();
            assertThat(each.hasNext()).isFalse();
        }
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void sitsThroughASilenceBeforeAText() {
        Gate begun = new Gate();
        upstream.answer(Play.stream()
                .await(begun)
                .write(Play.event(TEXT + "\"stop\"}]}") + Play.event("[DONE]")));
        try (StreamResponse<Completion> chunks = sdk.client().completions().createStreaming(text())) {
            begun.open();
            assertThat(chunks.stream().iterator().next().choices().getFirst().text()).isEqualTo("one");
        }
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashscope/mid-stream-error.sse", "openrouter/mid-stream-error.sse",
            "edge/missing-finish-and-done.sse"})
    void noticesAChatThatBreaksOffBehindASilence(String fixture) {
        Gate begun = new Gate();
        upstream.answer(Play.stream().await(begun).write(Fixtures.bytes(fixture)).cut());

        assertThatThrownBy(() -> {
            try (StreamResponse<ChatCompletionChunk> chunks = sdk.client()
                    .chat()
                    .completions()
                    .createStreaming(chat())) {
                begun.open();
                chunks.stream().forEach(_ -> {
                });
            }
        }).isInstanceOf(OpenAIException.class);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder().model("slow/m").addUserMessage("Hello").build();
    }

    private static CompletionCreateParams text() {
        return CompletionCreateParams.builder().model("slow/m").prompt("Hello").build();
    }
}
