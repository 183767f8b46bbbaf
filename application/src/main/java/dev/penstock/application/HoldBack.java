package dev.penstock.application;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;

/// Keeps an answer back until it is whole, so that nobody has seen it if it breaks off. An answer of more than 32 MiB
/// is not worth the memory: from there on it is passed on as it comes.
final class HoldBack implements ChunkSink {
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private final long mostBytes;
    private final ChunkSink client;
    private final List<ChatChunk> held = new ArrayList<>();
    private long bytes;

    HoldBack(ChunkSink client) {
        this(client, MOST_BYTES);
    }

    HoldBack(ChunkSink client, long mostBytes) {
        this.client = client;
        this.mostBytes = mostBytes;
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        held.addAll(chunks);
        for (ChatChunk chunk : chunks) {
            bytes += chunk.json().length();
        }
        if (bytes > mostBytes) {
            release();
        }
    }

    @Override
    public void usage(Usage soFar) {
        client.usage(soFar);
    }

    /// Hands on everything that was kept: the answer is whole.
    void release() {
        List<ChatChunk> all = List.copyOf(held);
        held.clear();
        client.accept(all);
    }
}
