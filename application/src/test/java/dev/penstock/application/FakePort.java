package dev.penstock.application;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.port.TextCompletionPort;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Plays one step of its script per call; a call beyond the script fails the test.
final class FakePort implements ChatCompletionPort, TextCompletionPort, RelayPort {
    static final ChatChunk HELLO = new ChatChunk(JsonText.of("{\"choices\":[{}]}"), false);
    static final ChatChunk USAGE = new ChatChunk(JsonText.of("{\"choices\":[]}"), true);
    static final Usage COST = Usage.of(3, 5);

    /// One call.
    @FunctionalInterface
    interface Step {
        ChatEnd play(ChatCall call, ChunkSink sink);
    }

    private final Deque<Step> script;
    private final List<ChatCall> calls = new ArrayList<>();

    FakePort(Step... script) {
        this.script = new ArrayDeque<>(List.of(script));
    }

    static Step answers(ChatChunk... chunks) {
        return (_, sink) -> {
            sink.accept(List.of(chunks));
            return new ChatEnd(FinishReason.STOP, Optional.of(COST));
        };
    }

    static Step fails(UpstreamFailure failure, ChatChunk... before) {
        return (_, sink) -> {
            sink.accept(List.of(before));
            throw new UpstreamException(failure);
        };
    }

    List<ChatCall> calls() {
        return calls;
    }

    @Override
    public ChatCompletion complete(ChatCall call) {
        return new ChatCompletion(JsonText.of("{}"), stream(call, _ -> {
        }));
    }

    @Override
    public ChatEnd stream(ChatCall call, ChunkSink sink) {
        calls.add(call);
        if (script.isEmpty()) {
            throw new AssertionError(call.upstreamModel() + " was asked once too often");
        }
        return script.removeFirst().play(call, sink);
    }
}
