package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/// Lets mixed traffic with faults run against the gateway for so many minutes, and tells each minute what the gateway
/// occupies, and at the end whether that has stayed flat.
final class SoakMain {
    private SoakMain() {}

    /// @param args the gateway's jar, and for how many minutes
    static void main(String[] args) throws IOException, InterruptedException {
        int minutes = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("penstock-soak");
        Process upstreams = Programs.start(SoakUpstreamMain.class);
        boolean good = false;
        try {
            String[] ports = Programs.firstLine(upstreams, " ").split(" ", 2);
            Files.writeString(folder.resolve("penstock.yaml"), configuration(ports[0], ports[1]));
            Process gateway = gateway(Path.of(args[0]), folder);
            try {
                good = soak(gateway, minutes);
            } finally {
                gateway.destroy();
            }
        } finally {
            upstreams.destroy();
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean soak(Process gateway, int minutes) throws IOException, InterruptedException {
        String line = Programs.firstLine(gateway, "listens on");
        var ledger = CompletableFuture.supplyAsync(() -> Programs.count(gateway, " usage request="),
                task -> Thread.ofPlatform().daemon().start(task));
        SoakTraffic traffic = new SoakTraffic(Integer.parseInt(line.replaceAll(".*:(\\d+)$", "$1")));
        List<Vitals> each = new ArrayList<>();
        System.out.printf(Locale.ROOT, "%6s %9s %9s %9s %6s %9s %9s %8s %6s%n", "minute", "answers", "errors",
                "left",
                "lies", "heap KiB", "RSS KiB", "threads", "files");
        traffic.start();
        for (int minute = 1; minute <= minutes; minute++) {
            Thread.sleep(Duration.ofMinutes(1));
            Vitals now = traffic.paused(() -> Vitals.of(gateway));
            each.add(now);
            System.out.printf(Locale.ROOT, "%6d %9d %9d %9d %6d %9d %9d %8d %6d%n", minute,
                    traffic.count(SoakClient.Seen.ANSWER), traffic.count(SoakClient.Seen.TRUTH),
                    traffic.count(SoakClient.Seen.LEFT), traffic.count(SoakClient.Seen.LIE), now.heapKib(),
                    now.residentKib(), now.threads(), now.files());
        }
        traffic.stop();
        gateway.destroy();
        long asked = 0;
        for (SoakClient.Seen seen : SoakClient.Seen.values()) {
            asked += traffic.count(seen);
        }
        System.out.println(asked + " requests, " + ledger.join() + " lines in the ledger");
        boolean heap = flat("heap", each, Vitals::heapKib);
        boolean resident = flat("RSS", each, Vitals::residentKib);
        boolean threads = flat("threads", each, Vitals::threads);
        boolean files = flat("files", each, Vitals::files);
        boolean honest = traffic.count(SoakClient.Seen.LIE) == 0 && ledger.join() == asked;
        return heap && resident && threads && files && honest;
    }

    /// Whether the last third is no more than a tenth above the second; the first is for warming up.
    private static boolean flat(String name, List<Vitals> each, ToLongFunction<Vitals> what) {
        int third = Math.max(1, each.size() / 3);
        int last = each.size() - third;
        double before = mean(each.subList(Math.max(0, last - third), Math.max(1, last)), what);
        double after = mean(each.subList(each.size() - third, each.size()), what);
        boolean flat = after <= before * 1.1;
        System.out.printf(Locale.ROOT, "%-8s %10.0f → %10.0f  %s%n", name, before, after,
                flat ? "flat" : "GROWS");
        return flat;
    }

    private static double mean(List<Vitals> some, ToLongFunction<Vitals> what) {
        return some.stream().mapToLong(what).average().orElse(0);
    }

    private static String configuration(String faultyPort, String wellPort) {
        return """
                listener: {port: 0, commit-after: 50ms, keep-alive: 50ms}
                default: {provider: well}
                retry: {backoff: 5ms, longest-wait: 100ms}
                circuit-breaker: {open-for: 200ms}
                providers:
                  faulty: {kind: openai-compatible, base-url: "http://127.0.0.1:%1$s/v1", keys: [sk-a, sk-b, sk-c],
                    response-timeout: 200ms, head-timeout: 200ms, first-token-timeout: 200ms, silence-timeout: 200ms,
                    max-concurrent: 24, queue: 12, queue-timeout: 100ms}
                  well: {kind: openai-compatible, base-url: "http://127.0.0.1:%2$s/v1"}
                routes:
                  alone: faulty/m
                  pair: [faulty/m, well/m]
                  held: {upstreams: [faulty/m, well/m], hold-back: true}
                  shared: {upstreams: [{model: faulty/m, weight: 1}, {model: well/m, weight: 1}]}
                """
                .formatted(faultyPort, wellPort);
    }

    /// Each collection compacts the heap wholly, for otherwise some leave a few megabytes of garbage where they lie.
    private static Process gateway(Path jar, Path folder) throws IOException {
        return new ProcessBuilder(Programs.java(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:MarkSweepAlwaysCompactCount=1", "-XX:+UseCompactObjectHeaders",
                "-jar", jar.toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }
}
