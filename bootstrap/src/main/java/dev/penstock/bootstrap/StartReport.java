package dev.penstock.bootstrap;

import dev.penstock.adapter.http.PluginStatus;
import dev.penstock.bootstrap.GatewayConfig.ProviderConfig;
import dev.penstock.domain.route.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the person who starts the gateway gets to read. Names providers and addresses, never keys.
final class StartReport {
    private StartReport() {}

    /// Once the gateway listens.
    static List<String> listening(Gateway gateway) {
        GatewayConfig config = gateway.config();
        List<String> lines = new ArrayList<>();
        lines.add("Penstock " + Version.TEXT + " listens on "
                + address(config.listener().host(), gateway.port()));
        lines.addAll(summary(gateway));
        lines.add(line("usage", "one line per request, here on standard output" + config.plugins()
                .recorders()
                .stream()
                .map(recorder -> ", and to " + recorder.seating().name())
                .collect(Collectors.joining())));
        if (config.defaultModel().provider().value().equals("demo")) {
            lines.add(
                    "This is the demo: answers are made up. Set DASHSCOPE_KEY or OPENROUTER_KEY for a real model.");
        }
        lines.addAll(warnings(gateway));
        return lines;
    }

    /// IPv6 addresses stand in brackets (RFC 3986, section 3.2.2).
    static String address(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// When nothing but a check was asked for.
    static List<String> valid(Gateway gateway) {
        List<String> lines = new ArrayList<>();
        lines.add("The configuration is valid.");
        lines.addAll(summary(gateway));
        lines.addAll(warnings(gateway));
        return lines;
    }

    /// Once the gateway was told to stop; empty if it stops without delay.
    static Optional<String> stopping(Gateway gateway) {
        int running = gateway.running();
        Duration longest = gateway.config().listener().drainTimeout();
        return running == 0 || longest.isZero()
                ? Optional.empty()
                : Optional.of("Stopping: waits up to " + text(longest) + " for " + running
                        + (running == 1 ? " running request" : " running requests")
                        + ". Ctrl-C ends the wait.");
    }

    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static List<String> warnings(Gateway gateway) {
        return gateway.warnings()
                .stream()
                .map(warning -> "Warning: " + warning + (warning.endsWith("?") ? "" : "."))
                .toList();
    }

    private static List<String> summary(Gateway gateway) {
        GatewayConfig config = gateway.config();
        List<String> lines = new ArrayList<>();
        lines.add(line("upstream", describe(gateway, config.defaultModel().provider())));
        lines.add(line("default model",
                config.defaultModel().name().orElse("none: requests have to name theirs")));
        for (ProviderConfig provider : config.providers()) {
            if (!provider.id().equals(config.defaultModel().provider())) {
                lines.add(line("also", describe(gateway, provider.id()) + ", asked for as " + provider.id()
                        + "/<model>"));
            }
        }
        if (!config.routes().isEmpty()) {
            lines.add(line("routes",
                    String.join(", ", config.routes().stream().map(route -> route.model().text()).toList())));
        }
        if (!gateway.plugins().isEmpty()) {
            lines.add(line("plug-ins", gateway.plugins()
                    .stream()
                    .map(StartReport::describe)
                    .collect(Collectors.joining(", "))));
        }
        if (!config.plugins().interceptors().isEmpty()) {
            lines.add(line("interceptors", config.plugins()
                    .interceptors()
                    .stream()
                    .map(one -> one.seating().name() + " (" + one.mode().word() + ")")
                    .collect(Collectors.joining(", then "))));
        }
        lines.add(line("clients",
                config.apiKey().isPresent() ? "have to send the gateway's key" : "need no key"));
        lines.add(line("configured by", config.source()));
        return lines;
    }

    private static String describe(PluginStatus plugin) {
        return plugin.kinds().isEmpty()
                ? plugin.name() + " (not loaded)"
                : plugin.name() + (plugin.version().isEmpty() ? "" : " " + plugin.version()) + " ("
                        + plugin.kinds()
                                .stream()
                                .map(PluginStatus.Kind::name)
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static String describe(Gateway gateway, ProviderId provider) {
        return provider + " (" + gateway.target(provider) + ")";
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-14s %s", name, value);
    }
}
