package dev.penstock.domain.port;

import dev.penstock.domain.chat.Embeddings;

/// Gets embeddings from one upstream, in one attempt. The request's body has an `input`.
///
/// Implementations block, are safe for concurrent use, and neither retry nor fall back. Throws what
/// [ChatCompletionPort] throws.
public interface EmbeddingPort {
    Embeddings embed(ChatCall call);
}
