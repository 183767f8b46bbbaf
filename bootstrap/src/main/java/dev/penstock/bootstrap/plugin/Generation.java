package dev.penstock.bootstrap.plugin;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// One version of what sits on a seat, from when it is connected until the last request that began with it has ended.
/// Holds its plug-in for so long.
///
/// Safe for concurrent use.
final class Generation<C extends AutoCloseable> {
    private static final System.Logger LOGGER = System.getLogger(Generation.class.getName());
    private static final long RETIRED = Long.MIN_VALUE;

    private final LoadedPlugin plugin;
    private final PluginThread threads;
    private final List<C> connections;
    private final UnaryOperator<String> redact;
    private final CallCount calls = new CallCount();
    /// The requests under way; offset by [#RETIRED] once no more begin.
    private final AtomicLong users = new AtomicLong();

    /// @param connections one for each key
    /// @param redact blots out of a text what must not be shown
    Generation(LoadedPlugin plugin, PluginThread threads, List<C> connections, UnaryOperator<String> redact) {
        this.plugin = plugin;
        this.threads = threads;
        this.connections = List.copyOf(connections);
        this.redact = redact;
        plugin.hold();
    }

    C connection(int key) {
        return connections.get(key);
    }

    /// The short calls to it.
    CallCount calls() {
        return calls;
    }

    ClassLoader loader() {
        return plugin.loader();
    }

    /// @return whether it may be used; then [#leave()] has to follow
    boolean enter() {
        long now = users.get();
        while (now >= 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /// Once more, by somebody who has not left it yet; then [#leave()] has to follow once more.
    void enterAgain() {
        users.incrementAndGet();
    }

    void leave() {
        if (users.decrementAndGet() == RETIRED) {
            end();
        }
    }

    /// Nobody begins with it any more. Call it once.
    void retire() {
        if (users.getAndAdd(RETIRED) == 0) {
            end();
        }
    }

    /// On a thread of its own: who was the last need not wait.
    private void end() {
        Runnable closing = () -> {
            connections.forEach(one -> close(one, redact));
            plugin.letGo();
        };
        try {
            threads.start(closing);
        } catch (NoThreadException _) {
            closing.run();
        }
    }

    /// Closes what a plug-in has made, whatever it throws.
    static void close(AutoCloseable made, UnaryOperator<String> redact) {
        try {
            made.close();
        } catch (Throwable e) { // of whatever kind: it is somebody else's code
            LOGGER.log(Level.WARNING, "{0} cannot close what it made: {1}", Thread.currentThread().getName(),
                    redact.apply(PluginLoader.reason(e)));
        }
    }
}
