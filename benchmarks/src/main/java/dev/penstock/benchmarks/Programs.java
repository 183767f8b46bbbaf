package dev.penstock.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Processes that are started to be measured, or to measure with.
final class Programs {
    private Programs() {}

    /// The Java this runs on.
    static String java() {
        return tool("java");
    }

    /// A program of the JDK this runs on.
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /// Starts a class of this module in a process of its own.
    static Process start(Class<?> main) throws IOException {
        return new ProcessBuilder(List.of(java(), "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), main.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Waits for a line that has the word in it.
    static String firstLine(Process process, String with) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(with)) {
                return line.strip();
            }
        }
        throw new IOException("the process ended before it was ready");
    }

    /// Reads what the process writes until its end, and counts the lines with the word in them.
    static long count(Process process, String with) {
        try {
            return process.inputReader(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(with))
                    .count();
        } catch (UncheckedIOException _) {
            return 0; // it has ended
        }
    }
}
