package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way of a plug-in's chunks to the client, until it is shut: a plug-in that was given up cannot write any more.
final class SinkGate implements ChunkSink {
    private final ChunkSink client;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean shut;
    private volatile boolean handing;
    private volatile long lastChunk;
    private volatile boolean begun;
    private volatile @Nullable RuntimeException clientGone;

    SinkGate(ChunkSink client) {
        this.client = client;
    }

    /// For calls that hand over nothing before their end.
    static SinkGate unused() {
        return new SinkGate(_ -> {
        });
    }

    @Override
    public void accept(List<ChatChunk> chunks) {
        pass(() -> client.accept(chunks));
        lastChunk = System.nanoTime();
        begun = begun || !chunks.isEmpty();
    }

    @Override
    public void usage(Usage soFar) {
        pass(() -> client.usage(soFar));
    }

    private void pass(Runnable handOver) {
        lock.lock();
        try {
            if (shut) {
                throw new IllegalStateException("nobody waits for this answer any more");
            }
            handing = true;
            try {
                handOver.run();
            } catch (RuntimeException e) {
                clientGone = e;
                throw e;
            }
        } finally {
            handing = false;
            lock.unlock();
        }
    }

    /// Lets nothing through from when this returns.
    void shut() {
        lock.lock();
        try {
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    /// How long the plug-in has given nothing, in nanoseconds; negative before the first chunk. A client that takes its
    /// time is no silence.
    long silence() {
        if (handing) {
            return 0;
        }
        return begun ? System.nanoTime() - lastChunk : -1;
    }

    /// What the client's end of the way has thrown, whatever the plug-in has made of it.
    Optional<RuntimeException> clientGone() {
        return Optional.ofNullable(clientGone);
    }
}
