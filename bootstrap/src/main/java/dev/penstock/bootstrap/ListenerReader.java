package dev.penstock.bootstrap;

import dev.penstock.adapter.http.ListenerSettings;
import dev.penstock.domain.access.Secret;
import dev.penstock.spi.Problem;
import dev.penstock.spi.ProviderSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The section `listener`.
final class ListenerReader {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|KIB|MIB)?");

    private ListenerReader() {}

    /// Reads all but the key.
    static ListenerSettings read(ProviderSettings settings) {
        ListenerSettings usual = ListenerSettings.of("127.0.0.1", 3000);
        String host = settings.text("host").map(ListenerReader::withoutBrackets).orElse(usual.host());
        int port = settings.text("port").map(text -> port(settings, text)).orElse(usual.port());
        long bodyLimit = settings.text("body-limit")
                .map(text -> size(settings, text))
                .orElse(usual.bodyLimit());
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

    private static int port(ProviderSettings settings, String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        settings.reject("port", "'" + text + "' is not a port: a number from 0 (any that is free) to 65535");
        return 0;
    }

    private static long size(ProviderSettings settings, String text) {
        Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            settings.reject("body-limit", "'" + text + "' is not a size such as 10MB, 512KB or 10485760");
            return 0;
        }
        long number = Long.parseLong(size.group(1));
        long bytes = number * switch (Optional.ofNullable(size.group(2)).orElse("B")) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "KIB" -> 1024;
            case "MIB" -> 1024 * 1024;
            default -> 1;
        };
        if (bytes < 1 || bytes > 1_000_000_000) {
            settings.reject("body-limit", "'" + text + "' is out of range: from 1 byte to 1000MB");
        }
        return bytes;
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
