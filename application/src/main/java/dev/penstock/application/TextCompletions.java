package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.port.TextCompletionPort;

/// Completions of texts, from upstreams that give them.
public final class TextCompletions implements Completions {
    private final CompletionPath path;

    public TextCompletions(Answering answering) {
        path = new CompletionPath(answering, (way, call) -> texts(way).complete(call),
                (way, call, sink) -> texts(way).stream(call, sink));
    }

    @Override
    public ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation) {
        return path.complete(grant, request, cancellation);
    }

    @Override
    public ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation) {
        return path.stream(grant, request, sink, cancellation);
    }

    private static TextCompletionPort texts(Way way) {
        return way.texts().orElseThrow(() -> NotServed.here("text completions"));
    }
}
