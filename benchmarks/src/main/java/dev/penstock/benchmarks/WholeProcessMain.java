package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// Measures the processor time that one request, and one event of a stream, costs the whole process: the gateway's, and
/// nginx's as a plain byte proxy where there is one.
final class WholeProcessMain {
    private static final List<Load> LOADS = List.of(
            new Load("whole answer, 1 KB prompt", Bodies.request("whole", 1000), 16, 80_000),
            new Load("whole answer, 100 KB prompt", Bodies.request("whole", 100_000), 16, 15_000),
            new Load("stream of 202 events", Bodies.request("stream", 1000), 16, 6_000));

    private WholeProcessMain() {}

    static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]);
        Process upstream = Programs.start(UpstreamMain.class);
        try {
            int upstreamPort = Integer.parseInt(Programs.firstLine(upstream, ""));
            System.out.printf(Locale.ROOT, "%-10s %-28s %12s %12s %9s %9s %9s%n", "through", "load",
                    "CPU µs/req",
                    "CPU µs/event", "p50 ms", "p99 ms", "req/s");
            measure("Penstock", gateway(jar, upstreamPort));
            if (Files.isExecutable(Path.of("/usr/sbin/nginx"))) {
                measure("nginx", nginx(upstreamPort));
            }
        } finally {
            upstream.destroy();
        }
    }

    private record Running(Process process, int port) {}

    private static void measure(String name, Running running)
            throws InterruptedException, ExecutionException {
        try {
            for (Load load : LOADS) {
                var _ = load.run(running.port(), running.process().toHandle()); // warms up
                Load.Result result = load.run(running.port(), running.process().toHandle());
                double perRequest = result.cpuMicrosPerRequest();
                boolean stream = load.name().startsWith("stream");
                System.out.printf(Locale.ROOT, "%-10s %-28s %12.1f %12s %9.2f %9.2f %9.0f%n", name,
                        load.name(),
                        perRequest,
                        stream ? String.format(Locale.ROOT, "%.2f", perRequest / Bodies.EVENTS) : "",
                        result.percentileMillis(50), result.percentileMillis(99),
                        result.requests() / (result.time().toNanos() / 1e9));
            }
        } finally {
            running.process().destroy();
            var _ = running.process().waitFor();
        }
    }

    private static Running gateway(Path jar, int upstreamPort) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Programs.java(), "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));
        String more = System.getProperty("penstock.options", "");
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split(" ", -1)));
        }
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(Files.createTempDirectory("penstock-bench").toFile());
        builder.environment()
                .putAll(Map.of("PORT", "0", "UPSTREAM_SERVICE", "openai-compatible",
                        "OPENAI_COMPATIBLE_BASE_URL",
                        "http://127.0.0.1:" + upstreamPort + "/v1"));
        Process process = builder.start();
        String line = Programs.firstLine(process, "listens on");
        Thread.ofVirtual().start(() -> Programs.count(process, "")); // its ledger
        return new Running(process, Integer.parseInt(line.replaceAll(".*:(\\d+)$", "$1")));
    }

    private static Running nginx(int upstreamPort) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("nginx-bench");
        int port = FreePort.find();
        Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes 1; daemon off; pid %1$s/pid; error_log %1$s/error.log;
                events { worker_connections 1024; }
                http {
                  access_log %1$s/access.log; client_max_body_size 20m; client_body_buffer_size 1m;
                  client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                  uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s; keepalive_requests 1000000;
                  upstream up { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 1000000; }
                  server {
                    listen 127.0.0.1:%3$d;
                    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection "";
                      proxy_buffering off; }
                  }
                }
                """.formatted(folder, upstreamPort, port));
        Process process = new ProcessBuilder("/usr/sbin/nginx", "-p", folder.toString(), "-c",
                folder.resolve("nginx.conf").toString()).inheritIO().start();
        FreePort.awaitListener(port);
        return new Running(process, port);
    }
}
