package dev.penstock.domain.port;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.usage.Usage;
import java.util.List;

/// Where the chunks of a streamed answer go.
///
/// Not safe for concurrent use: one thread at a time, in order. Blocks until the client's connection has taken the
/// chunks, so that a slow client slows the upstream. Throws if the client is gone.
@FunctionalInterface
public interface ChunkSink {

    /// Hands over chunks that arrived together; they leave together, at once. Never hold a chunk back to make a fuller
    /// list.
    ///
    /// @param chunks in order; an empty list is allowed and does nothing
    void accept(List<ChatChunk> chunks);

    /// Tells what the answer has used so far, as soon as the upstream has said so: the only word on it if the answer
    /// never comes to its end. May be called more than once; the latest counts.
    default void usage(Usage soFar) {}
}
