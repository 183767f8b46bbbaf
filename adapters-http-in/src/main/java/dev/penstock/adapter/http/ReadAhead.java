package dev.penstock.adapter.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A socket's bytes, read on a thread of its own where that tells more than waiting for them would.
///
/// While a request is handled, the end of the stream is so reported at once, and bytes (the next request, sent early) are
/// kept until somebody asks for them. While a body is read, whoever waits for it can so be told to stop, and the
/// connection stays as it is.
final class ReadAhead {
    private static final int MOST_EARLY = 64 * 1024; // bytes

    private final HelidonSocket socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<byte[]> early = new ArrayDeque<>();
    private int earlyBytes;
    private boolean readingAhead;
    private boolean uploading;
    private boolean uploadStopped;
    private boolean ended;
    private @Nullable Throwable broken;
    private @Nullable Runnable onEnd;

    ReadAhead(HelidonSocket socket) {
        this.socket = socket;
    }

    /// Says whether a body is being read, which [#stopUpload()] can end.
    void upload(boolean underWay) {
        setUpload(underWay, false);
    }

    /// Has the read of a body that is under way, or else the next one, throw a [ServerConnectionException], once.
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

    /// Has `action` run, once and on another thread, when the stream ends; at once, if it has.
    void onEnd(Runnable action) {
        boolean over;
        lock.lock();
        try {
            onEnd = action;
            over = ended;
            if (!over) {
                watch();
            }
        } finally {
            lock.unlock();
        }
        if (over) {
            action.run();
        }
    }

    void forgetOnEnd() {
        lock.lock();
        try {
            onEnd = null;
        } finally {
            lock.unlock();
        }
    }

    /// What came next; null at the end.
    ///
    /// @throws ServerConnectionException if the connection broke, the thread was interrupted, or the upload was stopped
    byte @Nullable [] next() {
        lock.lock();
        try {
            while (!uploadStopped && early.isEmpty() && !ended && (readingAhead || uploading)) {
                watch();
                arrived.await(); // interruptible, so that an idle connection can be told to stop
            }
            if (uploadStopped) {
                uploading = false;
                uploadStopped = false;
                throw new ServerConnectionException("the upload was stopped",
                        new InterruptedIOException("nobody waits for the rest of the request"));
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
            var _ = Thread.ofVirtual().name("client-watch").start(this::readAhead);
            readingAhead = true; // not before: the start may fail, and a later one may succeed
        }
    }

    /// Whatever fails here ends the connection: a request that waits for this thread would wait for ever.
    private void readAhead() {
        try {
            boolean more = true;
            while (more) {
                byte[] bytes = socket.get();
                if (bytes == null) {
                    end(null);
                    return;
                }
                more = keep(bytes);
            }
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    /// @return whether to read on
    private boolean keep(byte[] bytes) {
        lock.lock();
        try {
            early.addLast(bytes);
            earlyBytes += bytes.length;
            readingAhead = (uploading || onEnd != null) && earlyBytes < MOST_EARLY;
            arrived.signalAll();
            return readingAhead;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable failure) {
        Runnable action;
        lock.lock();
        try {
            ended = true;
            broken = failure;
            readingAhead = false;
            action = onEnd;
            onEnd = null;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
    }
}
