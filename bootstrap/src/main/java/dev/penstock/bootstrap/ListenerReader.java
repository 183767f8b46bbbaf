package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.adapter.http.pages.PageAccess;
import dev.penstock.domain.access.Secret;
import dev.penstock.spi.Problem;
import dev.penstock.spi.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The section `listener`.
final class ListenerReader {
    private ListenerReader() {}

    /// Reads all but the keys.
    ///
    /// @param keyed whether clients have to present a key
    static ListenerSettings read(Settings settings, boolean keyed, List<String> warnings) {
        ListenerSettings usual = ListenerSettings.of("127.0.0.1", 3000);
        String host = settings.text("host").map(ListenerReader::withoutBrackets).orElse(usual.host());
        int port = settings.text("port").map(text -> port(settings, text)).orElse(usual.port());
        long bodyLimit = Sizes.read(settings, "body-limit", usual.bodyLimit());
        return new ListenerSettings(host, port, bodyLimit, usual.bodyMemory(),
                pages(settings, keyed, warnings),
                settings.count("max-connections", OpenFiles.clients(usual.maxConnections())),
                settings.duration("read-timeout", usual.readTimeout()),
                settings.duration("write-timeout", usual.writeTimeout()),
                settings.duration("idle-timeout", usual.idleTimeout()),
                settings.duration("commit-after", usual.commitAfter()),
                settings.duration("keep-alive", usual.keepAlive()),
                settings.duration("drain-timeout", usual.drainTimeout()));
    }

    /// Which pages may use the gateway: with a key those that know it; else those of this machine and those that are listed.
    private static PageAccess pages(Settings settings, boolean keyed, List<String> warnings) {
        Optional<String> written = settings.text("cors-origins");
        List<String> origins = written.map(ListenerReader::list).orElse(List.of(PageAccess.ANY));
        List<String> hosts = settings.text("hosts").map(ListenerReader::list).orElse(List.of());
        hosts.stream()
                .filter(host -> !PageAccess.isHost(host))
                .forEach(host -> settings.reject("hosts", "'" + host
                        + "' is not a host name or an address such as penstock, gateway.lan or 192.168.1.7"));
        boolean open = written.isPresent() && origins.contains(PageAccess.ANY);
        if (open && !keyed) {
            warnings.add("any web page in a browser that reaches this gateway can use your providers, because"
                    + " listener.cors-origins is '*'; list the origins, or set PENSTOCK_API_KEY");
        } else if (!keyed && origins.contains("null")) {
            warnings.add("listener.cors-origins has 'null', which any web page can make its origin");
        }
        if (!hosts.isEmpty() && (keyed || open)) {
            warnings.add("listener.hosts does nothing"
                    + (keyed ? " with a key" : " with listener.cors-origins '*'"));
        }
        return new PageAccess(origins, hosts, !keyed && !open);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    /// IPv6 addresses stand in brackets only where a port follows.
    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(Settings settings, String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        settings.reject("port", "'" + text + "' is not a port: a number from 0 (any that is free) to 65535");
        return 0;
    }

    /// Whether more clients are let in than the process has files for.
    static void checkFiles(ListenerSettings listener, List<String> warnings) {
        int bearable = OpenFiles.clients(Integer.MAX_VALUE);
        if (listener.maxConnections() > bearable) {
            warnings.add("this process may not open enough files for " + listener.maxConnections()
                    + " connections; raise the limit ('ulimit -n') or set listener.max-connections to "
                    + bearable
                    + " at most");
        }
    }

    /// Whether the host is one of this machine, and whether strangers can reach it.
    static void checkHost(String host, Optional<Secret> apiKey, OverriddenSettings listener,
            List<Problem> problems,
            List<String> warnings) {
        try {
            if (apiKey.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
                warnings.add("anybody who reaches " + host
                        + " can use your providers; set PENSTOCK_API_KEY to ask for a key, or list in"
                        + " listener.hosts the names that clients call this gateway by");
            }
        } catch (UnknownHostException e) {
            problems.add(new Problem(listener.placeOf("host"),
                    "'" + host + "' is not an address of this machine"));
        }
    }
}
