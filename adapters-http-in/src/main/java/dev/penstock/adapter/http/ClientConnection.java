package dev.penstock.adapter.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client's connection, seen from below HTTP: where its bytes come from, and the moment it goes away.
///
/// The server reads a connection and handles its requests on one thread, so that nobody would notice a client that leaves
/// while a handler waits. Here one read-ahead on a thread of its own does: the end of the stream is reported at once, and
/// bytes (the next request, sent early) are kept until the server asks for them.
///
/// All methods but [#closeIfOverdue] belong to the connection's thread.
final class ClientConnection implements Supplier<byte @Nullable []> {
    static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    private final HelidonSocket socket;
    private final InstantSource clock;
    private final long readNanos;
    private final long idleNanos;
    private @Nullable CompletableFuture<byte @Nullable []> ahead;
    private @Nullable Instant firstByte;
    private boolean closeAfterRequest;
    private volatile boolean gone;
    private volatile @Nullable Runnable onGone;
    private volatile long overdueAt = Long.MAX_VALUE;

    ClientConnection(HelidonSocket socket, InstantSource clock, ListenerSettings settings) {
        this.socket = socket;
        this.clock = clock;
        this.readNanos = settings.readTimeout().toNanos();
        this.idleNanos = settings.idleTimeout().toNanos();
    }

    /// When the first byte of the request at hand was read; now, if it came along with the request before.
    Instant requestStart() {
        return Optional.ofNullable(firstByte).orElseGet(clock::instant);
    }

    /// Has `action` run, once and on another thread, when the client goes. Call it when the request's body has been read.
    void onDisconnect(Runnable action) {
        onGone = action;
        if (ahead == null) {
            CompletableFuture<byte @Nullable []> next = new CompletableFuture<>();
            ahead = next;
            var _ = Thread.ofVirtual().name("client-watch").start(() -> readAhead(next));
        }
        if (gone) {
            action.run();
        }
    }

    /// No further request is read from this connection.
    void closeAfterRequest() {
        closeAfterRequest = true;
    }

    /// The request is over, and with it the interest in the client's going.
    void requestDone(boolean close) {
        onGone = null;
        firstByte = null;
        closeAfterRequest |= close;
    }

    /// Reads on for a moment after an answer that came before the request was read whole. A connection that is closed
    /// with bytes unread is reset, and the reset may overtake the answer.
    void linger(Duration atMost, long maxBytes) {
        long end = System.nanoTime() + atMost.toNanos();
        long read = 0;
        overdueAt = end;
        try {
            byte[] bytes = next();
            while (bytes != null && System.nanoTime() < end && read < maxBytes) {
                read += bytes.length;
                bytes = next();
            }
        } catch (UncheckedIOException | ServerConnectionException _) {
            // the client has closed its side, which is what was waited for
        } finally {
            overdueAt = Long.MAX_VALUE;
        }
    }

    /// What the server reads; null at the end.
    @Override
    public byte @Nullable [] get() {
        if (closeAfterRequest) {
            return null;
        }
        overdueAt = System.nanoTime() + (firstByte == null ? idleNanos : readNanos);
        try {
            byte[] bytes = next();
            if (bytes != null && firstByte == null) {
                firstByte = clock.instant();
            }
            return bytes;
        } finally {
            overdueAt = Long.MAX_VALUE;
        }
    }

    /// Closes the connection if its client has kept the server waiting for too long. Called by the watchman.
    void closeIfOverdue(long now) {
        if (now - overdueAt > 0 && overdueAt != Long.MAX_VALUE) {
            socket.close();
        }
    }

    private byte @Nullable [] next() {
        CompletableFuture<byte @Nullable []> pending = ahead;
        if (pending == null) {
            return socket.get();
        }
        try {
            byte[] bytes = pending.get(); // interruptible, so that an idle connection can be told to stop
            ahead = null;
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted", e);
        } catch (ExecutionException e) {
            throw new ServerConnectionException("the client's connection broke", e);
        }
    }

    private void readAhead(CompletableFuture<byte @Nullable []> result) {
        try {
            byte[] bytes = socket.get();
            if (bytes == null) {
                leave();
            }
            result.complete(bytes);
        } catch (UncheckedIOException | IllegalStateException e) {
            leave();
            result.completeExceptionally(e);
        }
    }

    private void leave() {
        gone = true;
        Runnable action = onGone;
        if (action != null) {
            action.run();
        }
    }
}
