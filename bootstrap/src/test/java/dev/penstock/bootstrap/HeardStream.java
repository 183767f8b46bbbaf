package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.penstock.fake.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a streaming model of LangChain4j's tells, in order.
final class HeardStream implements StreamingChatResponseHandler {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> words = new CopyOnWriteArrayList<>();
    private final List<String> thoughts = new CopyOnWriteArrayList<>();
    private final List<ToolExecutionRequest> calls = new CopyOnWriteArrayList<>();
    private final List<Object> endings = new CopyOnWriteArrayList<>();
    private final Gate begun = new Gate();
    private final Gate ended = new Gate();
    private final Leaving leaving;
    private volatile @Nullable StreamingHandle handle;

    private HeardStream(Leaving leaving) {
        this.leaving = leaving;
    }

    HeardStream() {
        this(Leaving.NEVER);
    }

    /// Leaves after the first word.
    static HeardStream leavingEarly() {
        return new HeardStream(Leaving.AT_A_WORD);
    }

    /// Leaves once it has heard of an error.
    static HeardStream leavingAtErrors() {
        return new HeardStream(Leaving.AT_AN_ERROR);
    }

    /// Is open once a word was heard. Java's HTTP client forgets what it has not been asked for when a connection breaks, so
    /// an upstream that breaks off has to wait for it.
    Gate begun() {
        return begun;
    }

    List<String> words() {
        return words;
    }

    List<String> thoughts() {
        return thoughts;
    }

    List<ToolExecutionRequest> calls() {
        return calls;
    }

    /// Whole answers and errors, as they came; a good stream has one ending.
    List<Object> endings() {
        return endings;
    }

    /// The only ending, which is a whole answer.
    ChatResponse answer() {
        assertThat(endings).hasOnlyElementsOfType(ChatResponse.class).hasSize(1);
        return (ChatResponse) endings.getFirst();
    }

    /// Waits for an ending, and then until nothing more can come: whoever tells it is a task in the common pool.
    void awaitEnd() {
        assertThat(ended.await(SOON)).as("the stream ends").isTrue();
        awaitQuiet();
    }

    /// Waits until nobody reads a stream.
    static void awaitQuiet() {
        assertThat(ForkJoinPool.commonPool().awaitQuiescence(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Override
    public void onPartialResponse(PartialResponse word, PartialResponseContext context) {
        words.add(word.text());
        handle = context.streamingHandle();
        leaveIf(Leaving.AT_A_WORD);
        begun.open();
    }

    @Override
    public void onPartialThinking(PartialThinking thought) {
        thoughts.add(thought.text());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        calls.add(call.toolExecutionRequest());
    }

    @Override
    public void onCompleteResponse(ChatResponse answer) {
        endings.add(answer);
        ended.open();
    }

    @Override
    public void onError(Throwable error) {
        endings.add(error);
        leaveIf(Leaving.AT_AN_ERROR);
        ended.open();
    }

    private void leaveIf(Leaving occasion) {
        StreamingHandle stream = handle;
        if (stream != null && leaving == occasion) {
            stream.cancel();
        }
    }

    private enum Leaving {
        NEVER, AT_A_WORD, AT_AN_ERROR
    }
}
