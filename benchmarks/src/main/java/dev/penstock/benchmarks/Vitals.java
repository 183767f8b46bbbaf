package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a Java process occupies.
///
/// @param heapKib what is left on the heap after a collection
/// @param residentKib of its memory
/// @param threads of the operating system
/// @param files that are open, sockets among them
record Vitals(long heapKib, long residentKib, long threads, long files) {
    private static final Pattern USED = Pattern.compile("(?:DefNew|Tenured) .*?used (\\d+)K");

    /// Collects the garbage of a process with the serial collector, and measures. Linux only.
    static Vitals of(Process process) throws IOException, InterruptedException {
        String pid = String.valueOf(process.pid());
        jcmd(pid, "GC.run");
        long heap = USED.matcher(jcmd(pid, "GC.heap_info"))
                .results()
                .mapToLong(generation -> Long.parseLong(generation.group(1)))
                .sum();
        Path proc = Path.of("/proc", pid);
        List<String> status = Files.readAllLines(proc.resolve("status"));
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return new Vitals(heap, number("VmRSS:", status), number("Threads:", status), files.count());
        }
    }

    private static long number(String name, List<String> status) throws IOException {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name));
    }

    private static String jcmd(String pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Programs.tool("jcmd"), pid, command).redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " said: " + said);
        }
        return said;
    }
}
