package dev.penstock.application;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import java.util.List;

/// Tells that an upstream has begun to answer, and passes everything on.
final class Announcing implements ChunkSink {
    private final ChunkSink next;
    private final Runnable begun;
    private boolean told;

    /// @param begun runs once, before the first chunk is passed on
    Announcing(ChunkSink next, Runnable begun) {
        this.next = next;
        this.begun = begun;
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        if (!told && !chunks.isEmpty()) {
            told = true;
            begun.run();
        }
        next.accept(chunks);
    }

    @Override
    public void usage(Usage soFar) {
        next.usage(soFar);
    }
}
