package dev.penstock.spi;

import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What the gateway lends to what a plug-in makes.
///
/// @param name what it is called in this gateway, for messages and logs
/// @param clock the wall clock, for stamps; time limits are those of [dev.penstock.domain.port.ChatCall#deadline()] and of
///        [System#nanoTime()], which do not jump
/// @param userAgent what the gateway calls itself towards upstreams
/// @param proxy the HTTP proxy to go through to a URI, as the operator's `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
///        have it; empty for a direct connection
public record PluginContext(String name, InstantSource clock, String userAgent,
        Function<URI, Optional<Proxy>> proxy) {

    public PluginContext {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(proxy, "proxy");
    }
}
