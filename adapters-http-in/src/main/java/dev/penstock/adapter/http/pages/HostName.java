package dev.penstock.adapter.http.pages;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// A host as it is written in a URL or in the header `Host`, without its port: a name, or the literal of an address.
/// Equal if the same host is meant: case, a trailing dot and the spelling of an IPv6 address make no difference.
///
/// @param name in lower case and without a trailing dot; empty for a literal
/// @param address empty for a name
record HostName(String name, Optional<InetAddress> address) {
    private static final String LOCALHOST = "localhost";
    private static final int LONGEST_PORT = 5;

    /// Parses `host` or `host:port`; an IPv6 address with a port is in brackets.
    ///
    /// @return empty if it is neither
    static Optional<HostName> parse(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (end < 0) {
            end = authority.length();
        }
        if (!isPort(authority.substring(end))) {
            return Optional.empty();
        }
        String host = authority.substring(0, end);
        return host.startsWith("[")
                ? literal(host.substring(1, Math.max(1, end - 1)), ':')
                : nameOrAddress(host);
    }

    /// The host to listen on: an IPv6 address has no brackets.
    static Optional<HostName> ofListener(String host) {
        return host.contains(":") ? literal(host, ':') : nameOrAddress(host);
    }

    static HostName of(InetAddress address) {
        return new HostName("", Optional.of(address));
    }

    /// Whether it means this machine for every resolver: `localhost`, a name below it, or a loopback address
    /// (RFC 6761, section 6.3).
    boolean isLoopback() {
        return address.map(InetAddress::isLoopbackAddress)
                .orElseGet(() -> name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST));
    }

    private static boolean isPort(String rest) {
        return rest.isEmpty() || (rest.startsWith(":") && rest.length() <= 1 + LONGEST_PORT
                && rest.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Optional<HostName> nameOrAddress(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || name.startsWith(".") || name.contains("..")
                || !name.chars().allMatch(HostName::isOfName)) {
            return Optional.empty();
        }
        return isIpv4(name)
                ? literal(name, '.')
                : Optional.of(new HostName(name.toLowerCase(Locale.ROOT), Optional.empty()));
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                || c == '.'
                || c == '_';
    }

    /// Four decimal numbers. Shorter and octal spellings are names that nobody lists.
    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        for (String part : parts) {
            boolean number = !part.isEmpty() && part.length() <= 3
                    && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (part.length() == 1 || part.charAt(0) != '0') && Integer.parseInt(part) <= 255;
            if (!number) {
                return false;
            }
        }
        return parts.length == 4;
    }

    private static Optional<HostName> literal(String text, char separator) {
        if (text.indexOf(separator) < 0 || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(InetAddress.ofLiteral(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
