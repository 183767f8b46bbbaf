package dev.penstock.adapter.http;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Closes the connections whose clients are overdue, once a second. It keeps the time limits of all connections, so
/// nothing that happens to one of them ends it.
///
/// The thread is a platform thread: if memory is short, a virtual thread may never be scheduled again. Safe for
/// concurrent use.
final class ConnectionWatchdog {
    private static final System.Logger LOGGER = System.getLogger(ConnectionWatchdog.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofPlatform()
            .name("connection-watchdog")
            .daemon()
            .unstarted(this::watch);
    private volatile boolean stopped;

    void add(ClientConnection client) {
        open.add(client);
    }

    void remove(ClientConnection client) {
        open.remove(client);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /// False once the thread has ended.
    boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    /// @param now as in [System#nanoTime()]
    void closeOverdue(long now) {
        for (ClientConnection client : open) {
            try {
                client.closeIfOverdue(now);
            } catch (RuntimeException | Error e) { // the other connections have limits, too
                LOGGER.log(Level.WARNING, "an overdue connection could not be closed", e);
            }
        }
    }

    @SuppressWarnings("EmptyCatch") // there may be no memory for a log line
    private void watch() {
        while (!stopped) {
            try {
                Thread.sleep(INTERVAL);
                closeOverdue(System.nanoTime());
            } catch (InterruptedException | RuntimeException | Error _) {
                // the loop ends only when it is told to
            }
        }
    }
}
