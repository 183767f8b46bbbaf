package dev.penstock.application;

import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.port.Cancellation;

/// Embeddings, from upstreams that give them.
///
/// Safe for concurrent use; throws what [Completions] throw, and settles the grant as they do.
public final class EmbeddingRequests {
    private final Answering answering;

    public EmbeddingRequests(Answering answering) {
        this.answering = answering;
    }

    /// Gets the embeddings of the request's `input`.
    public Embeddings embed(Grant grant, ChatRequest request, Cancellation cancellation) {
        return answering.settled(grant, ClientRequest.plain(request), cancellation,
                CommitOnFirstChunk.nobody(),
                new Answering.Question<>(Kind.EMBEDDINGS,
                        _ -> (way, _, call, _) -> way.embeddings().orElseThrow().embed(call),
                        Embeddings::usage));
    }
}
