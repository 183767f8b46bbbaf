package dev.penstock.adapter.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client's connection, seen from below HTTP: where its bytes come from, and the moment it goes away.
///
/// The server reads a connection and handles its requests on one thread, so that nobody would notice a client that leaves
/// while a handler waits. Here a read-ahead on a thread of its own does: the end of the stream is reported at once, and
/// bytes (the next request, sent early) are kept until the server asks for them. A body that may be long in coming is read
/// that way, too, so that whoever waits for it can be told to stop while the connection stays as it is.
///
/// All methods but [#closeIfOverdue], [#stopUpload()] and those about writing belong to the connection's thread.
final class ClientConnection implements Supplier<byte @Nullable []> {
    static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    private static final int MOST_EARLY_BYTES = 64 * 1024;
    private static final int SLOWEST_BYTES_PER_SECOND = 2048;
    private static final long NEVER = Long.MAX_VALUE;

    private final HelidonSocket socket;
    private final InstantSource clock;
    private final long readNanos;
    private final long idleNanos;
    private final long writeNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<byte[]> early = new ArrayDeque<>();
    private int earlyBytes;
    private boolean readingAhead;
    private boolean uploading;
    private boolean uploadStopped;
    private boolean ended;
    private @Nullable RuntimeException broken;
    private @Nullable Runnable onGone;

    private @Nullable Instant firstByte;
    private long firstByteNanos;
    private long received;
    private boolean closeAfterRequest;
    private volatile long readOverdueAt = NEVER;
    private volatile long writeOverdueAt = NEVER;

    ClientConnection(HelidonSocket socket, InstantSource clock, ListenerSettings settings) {
        this.socket = socket;
        this.clock = clock;
        this.readNanos = settings.readTimeout().toNanos();
        this.idleNanos = settings.idleTimeout().toNanos();
        this.writeNanos = settings.writeTimeout().toNanos();
    }

    /// When the first byte of the request at hand was read; now, if it came along with the request before.
    Instant requestStart() {
        return Optional.ofNullable(firstByte).orElseGet(clock::instant);
    }

    /// The request's body is about to be read; until [#uploaded()], [#stopUpload()] ends that.
    void uploading() {
        setUpload(true, false);
    }

    /// The request's body is read, or not wanted any more.
    void uploaded() {
        setUpload(false, false);
    }

    /// Has the read of a body that is under way, or else the next one, throw a [ServerConnectionException]. The connection
    /// is still good for an answer.
    void stopUpload() {
        setUpload(true, true);
    }

    private void setUpload(boolean underWay, boolean stopped) {
        lock.lock();
        try {
            uploading = underWay;
            uploadStopped = stopped;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Has `action` run, once and on another thread, when the client goes. Call it when the request's body has been read.
    void onDisconnect(Runnable action) {
        boolean gone;
        lock.lock();
        try {
            onGone = action;
            gone = ended;
            if (!gone) {
                watch();
            }
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            onGone = null;
        } finally {
            lock.unlock();
        }
        firstByte = null;
        closeAfterRequest |= close;
    }

    /// Reads on for a moment after an answer that came before the request was read whole. A connection that is closed
    /// with bytes unread is reset, and the reset may overtake the answer.
    void linger(Duration atMost, long maxBytes) {
        long end = System.nanoTime() + atMost.toNanos();
        long read = 0;
        readOverdueAt = end;
        try {
            byte[] bytes = next();
            while (bytes != null && System.nanoTime() < end && read < maxBytes) {
                read += bytes.length;
                bytes = next();
            }
        } catch (UncheckedIOException | ServerConnectionException _) {
            // the client has closed its side, which is what was waited for
        } finally {
            readOverdueAt = NEVER;
        }
    }

    /// What the server reads; null at the end, which is no end within a request.
    @Override
    public byte @Nullable [] get() {
        if (closeAfterRequest) {
            return null;
        }
        readOverdueAt = readDeadline(System.nanoTime());
        try {
            byte[] bytes = next();
            if (bytes != null) {
                note(bytes.length);
            } else if (firstByte != null) {
                throw new ServerConnectionException("the client left within its request",
                        new EOFException("the connection ended"));
            }
            return bytes;
        } finally {
            readOverdueAt = NEVER;
        }
    }

    /// Something is about to be written to the client, which has to take it in time.
    void writing() {
        writeOverdueAt = System.nanoTime() + writeNanos;
    }

    /// The client has taken it.
    void written() {
        writeOverdueAt = NEVER;
    }

    /// Closes the connection if its client has kept the server waiting for too long. Called by the watchman.
    void closeIfOverdue(long now) {
        if (isPast(readOverdueAt, now) || isPast(writeOverdueAt, now)) {
            socket.close();
        }
    }

    private static boolean isPast(long deadline, long now) {
        return deadline != NEVER && now - deadline > 0;
    }

    /// A request may pause for no longer than the read time-out, and on the whole be no slower than a very slow line:
    /// otherwise a byte now and then would hold a connection for ever.
    private long readDeadline(long now) {
        if (firstByte == null) {
            return now + idleNanos;
        }
        long whole = firstByteNanos + readNanos + received * (1_000_000_000L / SLOWEST_BYTES_PER_SECOND);
        return now + Math.min(readNanos, whole - now);
    }

    private void note(int bytes) {
        if (firstByte == null) {
            firstByte = clock.instant();
            firstByteNanos = System.nanoTime();
            received = 0;
        }
        received += bytes;
    }

    private byte @Nullable [] next() {
        lock.lock();
        try {
            while (early.isEmpty() && !ended && (readingAhead || uploading)) {
                if (uploadStopped) {
                    uploading = false;
                    uploadStopped = false;
                    throw new ServerConnectionException("the upload was stopped",
                            new InterruptedIOException("nobody waits for the rest of the request"));
                }
                watch();
                arrived.await(); // interruptible, so that an idle connection can be told to stop
            }
            if (!early.isEmpty()) {
                byte[] bytes = early.removeFirst();
                earlyBytes -= bytes.length;
                return bytes;
            }
            if (ended) {
                if (broken != null) {
                    throw new ServerConnectionException("the client's connection broke", broken);
                }
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted", e);
        } finally {
            lock.unlock();
        }
        byte[] bytes = socket.get();
        if (bytes == null) {
            end(null);
        }
        return bytes;
    }

    /// Reads ahead from now on, if nobody does yet. Under the lock.
    private void watch() {
        if (!readingAhead) {
            readingAhead = true;
            var _ = Thread.ofVirtual().name("client-watch").start(this::readAhead);
        }
    }

    private void readAhead() {
        boolean more = true;
        while (more) {
            byte[] bytes = null;
            RuntimeException failure = null;
            try {
                bytes = socket.get();
            } catch (UncheckedIOException | IllegalStateException e) {
                failure = e;
            }
            if (bytes == null) {
                end(failure);
                return;
            }
            more = keep(bytes);
        }
    }

    /// @return whether to read on
    private boolean keep(byte[] bytes) {
        lock.lock();
        try {
            early.addLast(bytes);
            earlyBytes += bytes.length;
            readingAhead = (uploading || onGone != null) && earlyBytes < MOST_EARLY_BYTES;
            arrived.signalAll();
            return readingAhead;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable RuntimeException failure) {
        Runnable action;
        lock.lock();
        try {
            ended = true;
            broken = failure;
            readingAhead = false;
            action = onGone;
            onGone = null;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
    }
}
