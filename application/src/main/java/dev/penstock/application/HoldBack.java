package dev.penstock.application;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.port.AnswerMemory;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import java.util.ArrayList;
import java.util.List;

/// Buffers an answer until it is whole, so that the client has seen nothing of it if it breaks off. From 32 MiB on, or
/// when the memory for answers is used up, the answer is passed on as it comes.
final class HoldBack implements ChunkSink {
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /// What a chunk takes beside its text.
    private static final int CHUNK_BYTES = 96;

    private final long mostBytes;
    private final ChunkSink client;
    private final AnswerMemory memory;
    private final List<ChatChunk> held = new ArrayList<>();
    private long bytes;
    private boolean passing;

    HoldBack(ChunkSink client, AnswerMemory memory) {
        this(client, memory, MOST_BYTES);
    }

    HoldBack(ChunkSink client, AnswerMemory memory, long mostBytes) {
        this.memory = memory;
        this.client = client;
        this.mostBytes = mostBytes;
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        held.addAll(chunks);
        long more = 0;
        for (ChatChunk chunk : chunks) {
            more += chunk.json().length();
        }
        bytes += more;
        passing = passing || bytes > mostBytes
                || !memory.take(more + (long) CHUNK_BYTES * chunks.size());
        if (passing) {
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
