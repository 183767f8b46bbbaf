package dev.penstock.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A program that runs as a process of its own, with no environment but the one it is given.
final class Program implements AutoCloseable {
    private static final long SOON_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// How it ended and what it said.
    record Ended(int exitCode, String out, String err) {}

    /// The command that runs this gateway with such options of the virtual machine, from the classes of this test.
    static List<String> gateway(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    /// Starts a program.
    ///
    /// @param folder its working directory; what it says is kept beside it
    static Program start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = Files.createTempFile(folder.toAbsolutePath().getParent(), "out", ".txt");
        Path err = Files.createTempFile(folder.toAbsolutePath().getParent(), "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(process, out, err);
    }

    static Ended run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        try (Program program = start(folder, environment, command)) {
            return program.ended();
        }
    }

    /// Waits until it has ended by itself.
    Ended ended() throws IOException, InterruptedException {
        if (!process.waitFor(SOON_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it said:\n" + said(out) + said(err));
        }
        return new Ended(process.exitValue(), said(out), said(err));
    }

    /// Asks it to end, as `kill` does, and waits.
    Ended terminated() throws IOException, InterruptedException {
        process.destroy();
        return ended();
    }

    String awaitOut(Predicate<String> enough) throws IOException, InterruptedException {
        return await(out, enough);
    }

    String awaitErr(Predicate<String> enough) throws IOException, InterruptedException {
        return await(err, enough);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        var _ = process.destroyForcibly();
    }

    /// Looks again and again, for a process tells nobody that it has written.
    private String await(Path file, Predicate<String> enough) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (System.nanoTime() < deadline) {
            boolean over = process.waitFor(20, TimeUnit.MILLISECONDS);
            String said = said(file);
            if (enough.test(said)) {
                return said;
            }
            if (over) {
                throw new AssertionError(
                        "ended with " + process.exitValue() + "; it said:\n" + said(out) + said(err));
            }
        }
        throw new AssertionError("never said it; it said:\n" + said(out) + said(err));
    }

    private static String said(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /// Where a program is on this machine's path.
    static Optional<Path> find(String name) {
        for (Path folder : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
            if (Files.isExecutable(folder.resolve(name))) {
                return Optional.of(folder.resolve(name));
            }
        }
        return Optional.empty();
    }
}
