package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChunkSink;

/// Completions by one of the ports that an upstream may have for them.
final class CompletionPath implements Completions {
    /// Asks for a whole answer.
    interface Complete {
        ChatCompletion of(Way way, ChatCall call);
    }

    /// Asks for a stream.
    interface Stream {
        ChatEnd of(Way way, ChatCall call, ChunkSink sink);
    }

    private final Answering answering;
    private final Complete complete;
    private final Stream stream;

    CompletionPath(Answering answering, Complete complete, Stream stream) {
        this.answering = answering;
        this.complete = complete;
        this.stream = stream;
    }

    @Override
    public ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation) {
        return answering.settled(grant, request, cancellation, CommitOnFirstChunk.nobody(),
                _ -> (way, call, _) -> complete.of(way, call), completion -> completion.end().usage());
    }

    @Override
    public ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation) {
        CommitOnFirstChunk client = new CommitOnFirstChunk(sink, request.wantsUsage(), grant::answering);
        return answering.settled(grant, request, cancellation, client, route -> (way, call, begun) -> {
            if (!route.holdBack()) {
                return stream.of(way, call, new Announcing(client, begun));
            }
            HoldBack held = new HoldBack(client);
            ChatEnd end = stream.of(way, call, new Announcing(held, begun));
            held.release();
            return end;
        }, ChatEnd::usage);
    }
}
