package dev.penstock.adapter.http.pages;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps web pages from using a gateway that asks for no key.
///
/// A browser sends simple requests of any page without asking first, and they cost as much as any: they are refused by
/// their `Origin` and `Sec-Fetch-Site` (Fetch Metadata). A page that has its own name resolve to the gateway's address
/// (DNS rebinding) is of the same origin for the browser: it is refused by its `Host`. What an address in `Host` says
/// cannot be rebound.
///
/// Safe for concurrent use.
public final class PageGuard {
    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("sec-fetch-site");
    private static final Set<String> OPEN = Set.of("/", "/health", "/health/live", "/health/ready",
            "/health/started");
    private static final int MISDIRECTED = 421;

    private final PageAccess access;
    private final Set<HostName> hosts = new HashSet<>();

    /// @param listener the host that is listened on
    public PageGuard(PageAccess access, String listener) {
        this.access = access;
        HostName.ofListener(listener).ifPresent(hosts::add);
        access.hosts()
                .forEach(host -> HostName.parse(host)
                        .or(() -> HostName.ofListener(host))
                        .ifPresent(hosts::add));
    }

    /// Whether a page of that origin may send requests and read their answers.
    boolean allows(String origin) {
        if (access.anyOrigin()) {
            return !access.guarded() || isLoopback(origin);
        }
        return access.origins().contains(origin.toLowerCase(Locale.ROOT))
                || (access.guarded() && isLoopback(origin));
    }

    /// Why a request must not run; empty if it may.
    ///
    /// @param authority of the request's target, if it has one; must be known as well as `Host`, which it should equal
    public Optional<ErrorAnswer> refusal(ServerRequest request, Optional<String> authority) {
        List<String> origins = request.headers().all(HeaderNames.ORIGIN, List::of);
        if (!access.guarded()) {
            return origins.stream()
                    .filter(origin -> !allows(origin) && !isOwn(origin, request))
                    .findFirst()
                    .map(_ -> foreign(
                            "Pages of this origin may not ask here; 'listener.cors-origins' says which may."));
        }
        if (isOpen(request)) {
            return Optional.empty();
        }
        Optional<String> unknown = Stream
                .concat(request.headers().all(HeaderNames.HOST, List::of).stream(), authority.stream())
                .filter(host -> !isKnown(host, request))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of(ErrorAnswer.of(MISDIRECTED, "This gateway is not known as '"
                    + shortened(unknown.get())
                    + "', and asks for no key: a page of another site might use it by that name. List the host in"
                    + " 'listener.hosts' (PENSTOCK_HOSTS), or set PENSTOCK_API_KEY.", "host_not_allowed"));
        }
        Optional<String> stranger = origins.stream()
                .filter(origin -> !allows(origin) && !isOwn(origin, request))
                .findFirst();
        if (stranger.isPresent()) {
            return Optional.of(foreign("Pages of '" + shortened(stranger.get())
                    + "' may not use this gateway, because it asks for no key. List the origin in"
                    + " 'listener.cors-origins', or set PENSTOCK_API_KEY."));
        }
        return origins.isEmpty() && isCrossSite(request)
                ? Optional.of(foreign(
                        "Pages of other sites may not use this gateway, because it asks for no key. List"
                                + " their origins in 'listener.cors-origins', or set PENSTOCK_API_KEY."))
                : Optional.empty();
    }

    /// What tells only that the gateway runs.
    private static boolean isOpen(ServerRequest request) {
        Method method = request.prologue().method();
        return (method.equals(Method.GET) || method.equals(Method.HEAD))
                && OPEN.contains(request.prologue().uriPath().rawPath());
    }

    private boolean isKnown(String header, ServerRequest request) {
        Optional<HostName> host = HostName.parse(header);
        return host.isPresent() && (host.get().isLoopback() || hosts.contains(host.get())
                || host.get().equals(arrivedAt(request)));
    }

    /// The address of this machine that the client has connected to.
    private static HostName arrivedAt(ServerRequest request) {
        return request.localPeer().address() instanceof InetSocketAddress address
                && address.getAddress() != null
                        ? HostName.of(address.getAddress())
                        : new HostName("", Optional.empty());
    }

    private static boolean isLoopback(String origin) {
        String scheme = origin.substring(0, origin.indexOf("://") + 1).toLowerCase(Locale.ROOT);
        return (scheme.equals("http:") || scheme.equals("https:"))
                && HostName.parse(origin.substring(scheme.length() + 2))
                        .map(HostName::isLoopback)
                        .orElse(false);
    }

    /// Whether the page comes from the gateway itself. Without a key this counts only for a host that is known.
    private static boolean isOwn(String origin, ServerRequest request) {
        return request.headers()
                .first(HeaderNames.HOST)
                .map(host -> origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host))
                .orElse(false);
    }

    private static boolean isCrossSite(ServerRequest request) {
        return request.headers()
                .all(SEC_FETCH_SITE, List::of)
                .stream()
                .anyMatch("cross-site"::equalsIgnoreCase);
    }

    private static ErrorAnswer foreign(String message) {
        return ErrorAnswer.of(403, message, "origin_not_allowed");
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
