package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files stay short, and no module stands beside the build.
final class SizesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST = 300;
    private static final int MEDIAN = 60;

    @Test
    void keepsEveryFileShort() throws IOException {
        assertThat(tooLong(ROOT)).isEmpty();
    }

    @Test
    void catchesALongFile(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("some/src/main/java")).resolve("Long.java");
        Files.writeString(source, "\n".repeat(LONGEST + 1));

        assertThat(tooLong(folder)).containsExactly(source);
    }

    @Test
    void keepsMostFilesVeryShort() throws IOException {
        int[] lengths = sources(ROOT).stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .mapToInt(SizesTest::lines)
                .sorted()
                .toArray();

        assertThat(lengths).hasSizeGreaterThan(100);
        assertThat(lengths[lengths.length / 2]).as("the median").isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void buildsEveryModule() throws IOException {
        String reactor = Files.readString(ROOT.resolve("pom.xml"));
        try (Stream<Path> folders = Files.list(ROOT)) {
            assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> "<module>" + folder.getFileName() + "</module>")).isNotEmpty()
                    .allSatisfy(module -> assertThat(reactor).contains(module));
        }
    }

    private static List<Path> tooLong(Path root) throws IOException {
        return sources(root).stream().filter(file -> lines(file) > LONGEST).toList();
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> IntStream.range(0, file.getNameCount())
                            .noneMatch(i -> file.getName(i).toString().equals("target")))
                    .toList();
        }
    }

    private static int lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
