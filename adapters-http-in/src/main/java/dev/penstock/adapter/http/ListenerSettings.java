package dev.penstock.adapter.http;

import dev.penstock.adapter.http.pages.PageAccess;
import java.time.Duration;
import java.util.Objects;

/// Where and how the gateway listens.
///
/// @param port 0 for any that is free
/// @param bodyLimit in bytes; a longer request is refused without being read to its end
/// @param bodyMemory in bytes: what all requests under way may take together; above it new ones are refused
/// @param pages which web pages may use it
/// @param maxConnections at a time; further ones wait in the backlog. Keep it well below the process's limit of open
///        files: a listener that runs out of them never recovers
/// @param readTimeout how long a client may pause while it sends a request
/// @param writeTimeout how long a client may take nothing of what is written to it
/// @param idleTimeout how long a connection may stay open between requests
/// @param commitAfter how long a streaming client waits in silence before its stream begins with a comment, and the status
///        is lost
/// @param keepAlive how long a stream may be silent before it gets a comment
/// @param drainTimeout how long running requests may go on once the listener is told to stop
public record ListenerSettings(String host, int port, long bodyLimit, long bodyMemory,
        PageAccess pages,
        int maxConnections,
        Duration readTimeout, Duration writeTimeout, Duration idleTimeout, Duration commitAfter,
        Duration keepAlive,
        Duration drainTimeout) {

    public ListenerSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(readTimeout, "readTimeout");
        Objects.requireNonNull(writeTimeout, "writeTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(commitAfter, "commitAfter");
        Objects.requireNonNull(keepAlive, "keepAlive");
        Objects.requireNonNull(drainTimeout, "drainTimeout");
    }

    /// Where programs of the same machine find it: a base URL.
    public String reachableAt() {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
    }

    /// The usual limits: 10 MB of body, a third of the memory for all requests, 8000 connections, 30 s to send, 2 min to take,
    /// 75 s to stay, 10 s of silence, 30 s to end.
    public static ListenerSettings of(String host, int port) {
        return new ListenerSettings(host, port, 10_000_000, Runtime.getRuntime().maxMemory() / 3,
                PageAccess.usual(), 8000, Duration.ofSeconds(30), Duration.ofMinutes(2),
                Duration.ofSeconds(75), Duration.ofSeconds(10), Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }
}
