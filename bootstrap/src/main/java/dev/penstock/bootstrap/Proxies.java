package dev.penstock.bootstrap;

import dev.penstock.spi.Problem;
import dev.penstock.spi.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in the form that curl made usual: upper or lower case,
/// `NO_PROXY` a list of host names (with all below them), `host:port` pairs, or `*`. Loopback is always reached directly.
final class Proxies implements Function<URI, Optional<Proxy>> {
    private final Optional<Proxy> https;
    private final Optional<Proxy> http;
    private final List<String> direct;

    /// Reads the variables.
    ///
    /// @throws ConfigException if a proxy's address is none
    Proxies(Environment environment) {
        List<Problem> problems = new ArrayList<>();
        https = address(environment, "HTTPS_PROXY", problems);
        http = address(environment, "HTTP_PROXY", problems);
        direct = either(environment, "NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+", -1)))
                .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    @Override
    public Optional<Proxy> apply(URI target) {
        String host = Optional.ofNullable(target.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
        if (isLoopback(host) || direct.stream().anyMatch(entry -> covers(entry, host, port))) {
            return Optional.empty();
        }
        return secure ? https : http;
    }

    private static boolean covers(String entry, String host, int port) {
        return entry.equals("*") || host.equals(entry) || host.endsWith("." + entry)
                || entry.equals(host + ":" + port);
    }

    /// Looks no names up: only a literal address can be seen to be loopback.
    private static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return (host.startsWith("[") || host.matches("[0-9.]+"))
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<String> either(Environment environment, String name) {
        return environment.get(name).or(() -> environment.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The address itself is not repeated when it is wrong: it may have a password in it.
    private static Optional<Proxy> address(Environment environment, String name, List<Problem> problems) {
        Optional<String> text = either(environment, name);
        Optional<Proxy> address = text.flatMap(Proxies::parse);
        if (text.isPresent() && address.isEmpty()) {
            problems.add(new Problem(name, "is no proxy address such as http://proxy:8080"));
        }
        return address;
    }

    private static Optional<Proxy> parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme())
                    || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getPort() <= 65_535
                    ? Optional.of(Proxy.at(uri))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
