package dev.penstock.adapter.http;

import io.helidon.webserver.CloseConnectionException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Fills the silences of one stream. Beats on a thread of its own each time, because a client that does not read blocks
/// whoever writes to it; and never while somebody is sending.
final class Heartbeat {
    private static final System.Logger LOGGER = System.getLogger(Heartbeat.class.getName());

    private final KeepAlive keepAlive;
    private final Runnable beat;
    private final Runnable onGone;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;
    private boolean stopped;
    private long lastSent = System.nanoTime();
    private @Nullable Future<?> next;

    /// @param beat sends something small
    /// @param onGone runs if that fails, nearly always because the client is gone
    Heartbeat(KeepAlive keepAlive, Runnable beat, Runnable onGone) {
        this.keepAlive = keepAlive;
        this.beat = beat;
        this.onGone = onGone;
        this.next = keepAlive.in(keepAlive.commitAfter(), this::due);
    }

    /// Sends, while no heartbeat can.
    void sending(Runnable send) {
        lock.lock();
        try {
            begun = true;
            send.run();
            lastSent = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// No beat begins any more when this returns, and none is under way.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            if (next != null) {
                var _ = next.cancel(false);
            }
        } finally {
            lock.unlock();
        }
    }

    private void due() {
        var _ = Thread.ofVirtual().name("heartbeat").start(this::beatIfSilent);
    }

    private void beatIfSilent() {
        boolean gone = false;
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            Duration silence = Duration.ofNanos(System.nanoTime() - lastSent);
            Duration allowed = begun ? keepAlive.interval() : keepAlive.commitAfter();
            Duration left = allowed.minus(silence);
            if (left.isPositive()) {
                next = keepAlive.in(left, this::due);
                return;
            }
            begun = true;
            beat.run();
            lastSent = System.nanoTime();
            next = keepAlive.in(keepAlive.interval(), this::due);
        } catch (CloseConnectionException e) {
            gone = true;
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "a heartbeat failed, and with it its stream", e);
            gone = true;
        } finally {
            lock.unlock();
        }
        if (gone) {
            onGone.run();
        }
    }
}
