package dev.penstock.spi;

import dev.penstock.domain.access.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/// An HTTP proxy on the way to an upstream.
///
/// @param scheme `http` or `https`: how the proxy itself is spoken to
/// @param port -1 for the scheme's own
/// @param authorization what the header `Proxy-Authorization` has to say; empty if the proxy asks for nothing
public record Proxy(String scheme, String host, int port, Optional<Secret> authorization) {
    public Proxy {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(authorization, "authorization");
    }

    /// The proxy at an address such as `http://user:password@proxy.example:8080`. User and password may be
    /// percent-encoded, and are told by the Basic scheme (RFC 7617).
    ///
    /// @throws NullPointerException if the address has no scheme or no host
    public static Proxy at(URI address) {
        Optional<Secret> authorization = Optional.ofNullable(address.getUserInfo())
                .filter(user -> !user.isEmpty())
                .map(user -> user.contains(":") ? user : user + ":")
                .map(user -> Secret.of("Basic "
                        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
        return new Proxy(address.getScheme(), address.getHost(), address.getPort(), authorization);
    }
}
