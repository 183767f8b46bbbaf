package dev.penstock.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// So many clients that ask so many times, one after the other.
record Load(String name, String body, int clients, int requests) {

    /// What came of it.
    ///
    /// @param cpu what the process under test has spent meanwhile
    /// @param latencies of all requests, sorted, in nanoseconds
    record Result(int requests, Duration cpu, Duration time, List<Long> latencies) {
        double cpuMicrosPerRequest() {
            return cpu.toNanos() / 1000.0 / requests;
        }

        double percentileMillis(int percent) {
            return latencies.get(Math.min(latencies.size() - 1, latencies.size() * percent / 100)) / 1e6;
        }
    }

    /// Runs it.
    Result run(int port, ProcessHandle underTest) throws InterruptedException, ExecutionException {
        int each = requests / clients;
        List<Callable<long[]>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(() -> ask(port, each));
        }
        Duration before = cpu(underTest);
        long start = System.nanoTime();
        List<Long> latencies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (Future<long[]> one : threads.invokeAll(all)) {
                Arrays.stream(one.get()).forEach(latencies::add);
            }
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Duration spent = cpu(underTest).minus(before);
        latencies.sort(null);
        return new Result(each * clients, spent, time, latencies);
    }

    private long[] ask(int port, int times) throws IOException {
        long[] latencies = new long[times];
        try (Client client = new Client(port, body)) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                client.ask();
                latencies[i] = System.nanoTime() - start;
            }
        }
        return latencies;
    }

    /// A process that has children, such as nginx, is the sum of all.
    private static Duration cpu(ProcessHandle process) {
        Duration own = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return process.descendants()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(own, Duration::plus);
    }
}
