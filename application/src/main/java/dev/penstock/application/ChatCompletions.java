package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChunkSink;

/// Completions of chats, which every upstream gives.
public final class ChatCompletions implements Completions {
    private final CompletionPath path;

    public ChatCompletions(Answering answering) {
        path = new CompletionPath(answering, (way, call) -> way.chat().complete(call),
                (way, call, sink) -> way.chat().stream(call, sink));
    }

    @Override
    public ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation) {
        return path.complete(grant, request, cancellation);
    }

    @Override
    public ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation) {
        return path.stream(grant, request, sink, cancellation);
    }
}
