package dev.penstock.adapter.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.openai.wire.JsonTrees;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Answers out of its own head.
final class DemoModel implements ChatCompletionPort {
    private final Duration pace;
    private final InstantSource clock;

    /// Pauses for `pace` between the chunks of a stream.
    DemoModel(Duration pace, InstantSource clock) {
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        call.cancellation().throwIfHappened();
        Answer answer = answer(call);
        return new ChatCompletion(rendering(call).completion(answer), end(answer));
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        Answer answer = answer(call);
        CountDownLatch left = new CountDownLatch(1);
        try (Cancellation.Registration _ = call.cancellation().onCancel(left::countDown)) {
            boolean first = true;
            for (ChatChunk chunk : rendering(call).chunks(answer)) {
                if (!first) {
                    pause(left);
                }
                first = false;
                call.cancellation().throwIfHappened();
                sink.accept(List.of(chunk));
            }
        }
        return end(answer);
    }

    private static Answer answer(ChatCall call) {
        ObjectNode body = Conversation.parse(call.request().body().json())
                .orElseThrow(() -> rejected(Optional.empty(), "The demo model cannot read this request:"
                        + " it takes no numbers of more than " + JsonTrees.MAX_DIGITS + " digits."));
        Conversation conversation = Conversation.of(body)
                .orElseThrow(() -> rejected(Optional.of("messages"),
                        "'messages' has to be an array of objects with a 'role'."));
        if (conversation.hasImages()) {
            throw rejected(Optional.of("messages"), "The demo model takes no images; it only reads text.");
        }
        if (body.path("n").asInt(1) > 1) {
            throw rejected(Optional.of("n"), "The demo model gives one choice; 'n' has to be 1.");
        }
        if (!ToolChoice.isPossible(conversation)) {
            throw rejected(Optional.of("tool_choice"), "'tool_choice' wants '" + conversation.toolChoice()
                    + "', and no such function is among 'tools'.");
        }
        return Answer.to(conversation);
    }

    private Rendering rendering(ChatCall call) {
        return new Rendering("chatcmpl-" + call.requestId(), clock.instant().getEpochSecond(),
                call.upstreamModel());
    }

    private void pause(CountDownLatch left) {
        if (pace.isZero()) {
            return;
        }
        try {
            if (left.await(pace.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CancellationException("the client is gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private static ChatEnd end(Answer answer) {
        return new ChatEnd(FinishReason.of(answer.finishReason()), Optional.of(answer.usage()));
    }

    private static UpstreamException rejected(Optional<String> param, String message) {
        return new UpstreamException(new UpstreamFailure.Rejected(new FailureDetail(message,
                OptionalInt.of(400), Optional.of("unsupported_value"), Optional.of("invalid_request_error"),
                param, Optional.empty())));
    }
}
