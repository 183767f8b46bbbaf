package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
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

    /// Reads all but the key.
    static ListenerSettings read(Settings settings) {
        ListenerSettings usual = ListenerSettings.of("127.0.0.1", 3000);
        String host = settings.text("host").map(ListenerReader::withoutBrackets).orElse(usual.host());
        int port = settings.text("port").map(text -> port(settings, text)).orElse(usual.port());
        long bodyLimit = Sizes.read(settings, "body-limit", usual.bodyLimit());
        List<String> origins = settings.text("cors-origins")
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(o -> !o.isEmpty())
                        .toList())
                .orElse(usual.corsOrigins());
        return new ListenerSettings(host, port, bodyLimit, usual.bodyMemory(), origins,
                settings.count("max-connections", OpenFiles.clients(usual.maxConnections())),
                settings.duration("read-timeout", usual.readTimeout()),
                settings.duration("write-timeout", usual.writeTimeout()),
                settings.duration("idle-timeout", usual.idleTimeout()),
                settings.duration("commit-after", usual.commitAfter()),
                settings.duration("keep-alive", usual.keepAlive()),
                settings.duration("drain-timeout", usual.drainTimeout()));
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
                        + " can use your providers; set PENSTOCK_API_KEY to ask for a key");
            }
        } catch (UnknownHostException e) {
            problems.add(new Problem(listener.placeOf("host"),
                    "'" + host + "' is not an address of this machine"));
        }
    }
}
