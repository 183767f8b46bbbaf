package dev.penstock.adapter.http;

import dev.penstock.adapter.http.connection.ChunkedBody;
import dev.penstock.adapter.http.connection.InvalidChunkException;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client's connection, seen from below HTTP: where its bytes come from, and the moment it goes away.
///
/// The server reads a connection and handles its requests on one thread, so that nobody would notice a client that leaves
/// while a handler waits: a [ReadAhead] does. Here is how long a client may take, and what ends with a request.
///
/// All methods but [#closeIfOverdue], [#stopUpload()] and those about writing belong to the connection's thread.
final class ClientConnection implements Supplier<byte @Nullable []> {
    static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    /// When a request began.
    ///
    /// @param stamp by the wall clock
    /// @param moment for durations
    record Arrival(Instant stamp, Moment moment) {}

    private static final int SLOWEST_BYTES_PER_SECOND = 2048;
    private static final long NEVER = Long.MAX_VALUE;

    private final HelidonSocket socket;
    private final ReadAhead ahead;
    private final InstantSource clock;
    private final Ticker ticker;
    private final long readNanos;
    private final long idleNanos;
    private final long writeNanos;

    private @Nullable Arrival firstByte;
    private long firstByteNanos;
    private long received;
    private boolean lastRequest;
    private boolean closeAfterRequest;
    private boolean readingHead = true;
    private @Nullable ChunkedBody chunked;
    private byte[] behindBody = {};
    private volatile long readOverdueAt = NEVER;
    private volatile long writeOverdueAt = NEVER;

    ClientConnection(HelidonSocket socket, InstantSource clock, Ticker ticker, ListenerSettings settings) {
        this.socket = socket;
        this.ahead = new ReadAhead(socket);
        this.clock = clock;
        this.ticker = ticker;
        this.readNanos = settings.readTimeout().toNanos();
        this.idleNanos = settings.idleTimeout().toNanos();
        this.writeNanos = settings.writeTimeout().toNanos();
    }

    /// When the first byte of the request at hand was read; now, if it came along with the request before.
    Arrival requestStart() {
        return Optional.ofNullable(firstByte).orElseGet(this::arrivesNow);
    }

    private Arrival arrivesNow() {
        return new Arrival(clock.instant(), ticker.now());
    }

    /// A request line was read, and its headers follow.
    void headBegins() {
        readingHead = true;
    }

    /// The head was read whole.
    void headRead() {
        readingHead = false;
    }

    /// Whether what has been read last is no whole head of a request.
    boolean isReadingHead() {
        return readingHead;
    }

    /// The body that follows is chunked.
    ///
    /// @param reader the server's, which may have read a part of the body with the head
    void bodyIsChunked(DataReader reader) {
        int begun = reader.available();
        chunked = new ChunkedBody(begun == 0 ? new byte[0] : reader.readBytes(begun)); // reading 0 would wait for more
    }

    /// The request's body is about to be read; until [#uploaded()], [#stopUpload()] ends that.
    void uploading() {
        ahead.upload(true);
    }

    /// The request's body is read, or not wanted any more.
    void uploaded() {
        ahead.upload(false);
    }

    /// Has the read of a body that is under way, or else the next one, throw a [ServerConnectionException]. The connection
    /// is still good for an answer.
    void stopUpload() {
        ahead.stopUpload();
    }

    /// Has `action` run, once and on another thread, when the client goes. Call it when the request's body has been read.
    void onDisconnect(Runnable action) {
        ahead.onEnd(action);
    }

    /// No further request is read from this connection. The body of the request at hand may still be read.
    void closeAfterRequest() {
        lastRequest = true;
    }

    boolean isClosing() {
        return lastRequest || closeAfterRequest;
    }

    /// The request is over, and with it the interest in the client's going.
    void requestDone(boolean close) {
        ahead.forgetOnEnd();
        firstByte = null;
        readingHead = true;
        closeAfterRequest |= close || lastRequest;
    }

    /// Reads on for a moment after an answer that came before the request was read whole. A connection that is closed
    /// with bytes unread is reset, and the reset may overtake the answer.
    void linger(Duration atMost, long maxBytes) {
        long end = System.nanoTime() + atMost.toNanos();
        long read = 0;
        readOverdueAt = end;
        try {
            byte[] bytes = ahead.next();
            while (bytes != null && System.nanoTime() < end && read < maxBytes) {
                read += bytes.length;
                bytes = ahead.next();
            }
        } catch (UncheckedIOException | ServerConnectionException _) {
            // the client has closed its side, which is what was waited for
        } finally {
            readOverdueAt = NEVER;
        }
    }

    /// What the server reads; null at the end, which is no end within a request.
    ///
    /// @throws InvalidChunkException if the body is chunked, and its end cannot be found
    @Override
    public byte @Nullable [] get() {
        ChunkedBody body = chunked;
        if (body != null && !closeAfterRequest) {
            byte[] next;
            try {
                next = body.next(this::read);
            } catch (InvalidChunkException e) {
                closeAfterRequest = true;
                throw e;
            }
            if (body.isWhole()) {
                behindBody = body.rest();
                chunked = null;
            }
            return next;
        }
        return read();
    }

    private byte @Nullable [] read() {
        if (closeAfterRequest) {
            return null;
        }
        if (behindBody.length > 0) {
            byte[] early = behindBody;
            behindBody = new byte[0];
            note(early.length);
            return early;
        }
        readOverdueAt = readDeadline(System.nanoTime());
        try {
            byte[] bytes = ahead.next();
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

    /// Closes the connection if its client has kept the server waiting for too long. Once closed, it may be
    /// called again.
    void closeIfOverdue(long now) {
        if (isPast(readOverdueAt, now) || isPast(writeOverdueAt, now)) {
            try {
                socket.close();
            } catch (UncheckedIOException _) {
                // closed before, or reset by the client; the connection's thread sees the end in any case
            }
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
            firstByte = arrivesNow();
            firstByteNanos = System.nanoTime();
            received = 0;
        }
        received += bytes;
    }
}
