package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import dev.penstock.domain.usage.Attempt;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import dev.penstock.domain.usage.UsageRecord;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What OpenAI's own Java SDK makes of text completions.
final class OpenAiSdkTextsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HEAD = "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}";
    private static final String WHOLE = HEAD + "\"choices\":[{\"text\":\"return a + b\",\"index\":0,"
            + "\"logprobs\":null,\"finish_reason\":\"stop\"}]," + USAGE + "}";

    @AutoClose
    private final FakeUpstream upstream = FakeUpstream.start();
    @AutoClose
    private final OpenAiSdk sdk = OpenAiSdk.of(RunningGateway.configured("""
            default: {provider: coder}
            providers:
              coder: {kind: openai-compatible, base-url: "%s", key: sk-test-coder}
              demo: {kind: demo}
            routes:
              either: [demo/penstock-demo, coder/fim]
            """.formatted(upstream.baseUri())));

    @Test
    void getsAWholeAnswerWithItsUsage() {
        upstream.answer(Reply.json(200, WHOLE));

        Completion answer = sdk.client().completions().create(asking("coder/fim").build());

        assertThat(answer.choices().getFirst().text()).isEqualTo("return a + b");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(7);
        assertThat(upstream.lastRequest().path()).endsWith("/completions").doesNotContain("chat");
        assertThat(upstream.lastRequest().header("authorization")).contains("Bearer sk-test-coder");
        UsageRecord line = sdk.gateway().settled();
        assertThat(line.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(line.usage()).contains(Usage.of(5, 2));
        assertThat(line.model()).contains("coder/fim");
    }

    @Test
    void streamsTheTextAndTellsTheUsageThatWasAskedFor() {
        upstream.answer(streamed());

        List<Completion> chunks = stream(asking("coder/fim")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(text(chunks)).isEqualTo("return a + b");
        assertThat(chunks.getLast().usage().orElseThrow().promptTokens()).isEqualTo(5);
        UsageRecord line = sdk.gateway().settled();
        assertThat(line.usage()).contains(Usage.of(5, 2));
        assertThat(line.stream()).isTrue();
        assertThat(line.timeToFirstToken()).isPresent();
    }

    @Test
    void hearsOfNoUsageUnlessItAskedForIt() {
        upstream.answer(streamed());

        List<Completion> chunks = stream(asking("coder/fim"));

        assertThat(text(chunks)).isEqualTo("return a + b");
        assertThat(chunks).allMatch(chunk -> chunk.usage().isEmpty());
        assertThat(upstream.lastRequest().text()).contains("\"include_usage\":true");
        assertThat(sdk.gateway().settled().usage()).as("and yet the ledger knows").isPresent();
    }

    @Test
    void fillsInTheMiddleWithFieldsThatNobodyKnows() {
        upstream.answer(Reply.json(200, WHOLE));

        sdk.client()
                .completions()
                .create(asking("coder/fim").suffix("\n    # 北京\n")
                        .putAdditionalBodyProperty("repetition_penalty", JsonValue.from(1.05))
                        .build());

        assertThat(upstream.lastRequest().text()).contains("\"suffix\":\"\\n    # 北京\\n\"",
                "\"prompt\":\"def add(a, b):\\n    \"", "\"repetition_penalty\":1.05", "\"model\":\"fim\"");
    }

    @Test
    void getsTheWholeAnswerOfAnUpstreamThatOnlyStreamsAndTheStreamOfOneThatDoesNot() {
        upstream.next(streamed());
        upstream.next(Reply.json(200, WHOLE));

        Completion collected = sdk.client().completions().create(asking("coder/fim").build());
        List<Completion> split = stream(asking("coder/fim"));

        assertThat(collected.choices().getFirst().text()).isEqualTo("return a + b");
        assertThat(collected._object_()).isEqualTo(JsonValue.from("text_completion"));
        assertThat(text(split)).isEqualTo("return a + b");
        assertThat(split.getLast()._object_()).isEqualTo(JsonValue.from("text_completion"));
    }

    @Test
    void noticesAStreamInWhichOneOfTwoPromptsIsLeftUnanswered() {
        upstream.answer(Reply.sse(Play.event(HEAD
                + "\"choices\":[{\"text\":\"one\",\"index\":0,\"finish_reason\":\"stop\"}]}")));

        assertThatThrownBy(() -> stream(asking("coder/fim").promptOfArrayOfStrings(List.of("a", "b"))))
                .isInstanceOf(OpenAIException.class);
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void isToldHowLongAThrottleLasts() {
        upstream.answer(Play.errorReply(429, "limit_requests", "Retry-After", "60"));

        RateLimitException failure = catchThrowableOfType(RateLimitException.class,
                () -> sdk.client().completions().create(asking("coder/fim").build()));

        assertThat(failure.code()).contains("limit_requests");
        assertThat(failure.headers().values("retry-after")).containsExactly("60");
        assertThat(sdk.gateway().settled().reason()).contains("limit_requests");
    }

    @Test
    void isAnsweredByTheNextUpstreamWhereTheFirstCompletesNoTexts() {
        upstream.answer(streamed());

        assertThat(text(stream(asking("either")))).isEqualTo("return a + b");
        assertThat(sdk.gateway().settled().attempts()).extracting(Attempt::result)
                .containsExactly("answered");
    }

    @Test
    void isToldClearlyThatNobodyCompletesTexts() {
        NotFoundException failure = catchThrowableOfType(NotFoundException.class,
                () -> sdk.client().completions().create(asking("demo/penstock-demo").build()));

        assertThat(failure.code()).contains("unsupported_endpoint");
        assertThat(failure.type()).contains("not_found_error");
        assertThat(failure).hasMessageContaining("gives no text completions");
        assertThat(sdk.gateway().settled().reason()).contains("unsupported_endpoint");
        assertThatThrownBy(() -> stream(asking("demo/penstock-demo"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void isToldThatThePromptIsMissing() {
        BadRequestException failure = catchThrowableOfType(BadRequestException.class,
                () -> sdk.client()
                        .completions()
                        .create(asking("coder/fim").prompt(Optional.empty()).build()));

        assertThat(failure.code()).contains("missing_required_parameter");
        assertThat(failure.param()).contains("prompt");
        assertThat(upstream.requests()).isEmpty();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void mayLeaveInTheMiddle() {
        upstream.answer(Play.stream()
                .write(Play
                        .event(HEAD + "\"choices\":[{\"text\":\"a\",\"index\":0,\"finish_reason\":null}]}"))
                .hang());

        try (StreamResponse<Completion> chunks = sdk.client()
                .completions()
                .createStreaming(asking("coder/fim").build())) {
            assertThat(chunks.stream().findFirst().orElseThrow().choices().getFirst().text()).isEqualTo("a");
        }

        assertThat(upstream.awaitNoOpenConnections(SOON)).isTrue();
        assertThat(sdk.gateway().settled().outcome()).isEqualTo(Outcome.CLIENT_LEFT);
    }

    private static Reply streamed() {
        return Reply.sse(Play.event(HEAD
                + "\"choices\":[{\"text\":\"return a\",\"index\":0,\"finish_reason\":null}]}")
                + Play.event(
                        HEAD + "\"choices\":[{\"text\":\" + b\",\"index\":0,\"finish_reason\":\"stop\"}]}")
                + Play.event(HEAD + "\"choices\":[]," + USAGE + "}") + Play.event("[DONE]"));
    }

    private static CompletionCreateParams.Builder asking(String model) {
        return CompletionCreateParams.builder().model(model).prompt("def add(a, b):\n    ");
    }

    private List<Completion> stream(CompletionCreateParams.Builder ask) {
        try (StreamResponse<Completion> chunks = sdk.client().completions().createStreaming(ask.build())) {
            return chunks.stream().toList();
        }
    }

    private static String text(List<Completion> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> chunk.choices().forEach(choice -> text.append(choice.text())));
        return text.toString();
    }
}
