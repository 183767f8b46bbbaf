package dev.penstock.openai.upstream;

import java.time.Duration;
import java.util.Objects;

/// What the outbound client is told once.
///
/// @param connectTimeout for each address of a host, TLS included
/// @param maxConnections open at a time, in use and idle together
/// @param poolTimeout how long a request waits for one of them to become free
/// @param idleTimeout after which an unused connection is closed
public record TransportSettings(Duration connectTimeout, int maxConnections, Duration poolTimeout,
        Duration idleTimeout) {

    /// How many requests an upstream gets at a time is decided before they come here.
    private static final int UNLIMITED = Integer.MAX_VALUE;

    public TransportSettings {
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(poolTimeout, "poolTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
    }

    /// The rest by default: as many connections as there are requests, half a minute of idleness.
    public static TransportSettings of(Duration connectTimeout) {
        return new TransportSettings(connectTimeout, UNLIMITED, Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }
}
