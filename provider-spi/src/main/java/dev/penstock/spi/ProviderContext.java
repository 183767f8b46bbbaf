package dev.penstock.spi;

import dev.penstock.domain.route.ProviderId;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What the gateway lends a provider.
///
/// @param id the provider's name in this gateway, for messages and logs
/// @param clock the gateway's clock
/// @param userAgent what the gateway calls itself towards upstreams
/// @param proxy the HTTP proxy to go through to a URI, as the operator's `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
///        have it; empty for a direct connection
public record ProviderContext(ProviderId id, InstantSource clock, String userAgent,
        Function<URI, Optional<Proxy>> proxy) {

    public ProviderContext {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(proxy, "proxy");
    }
}
