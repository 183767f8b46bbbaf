package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every test that `docs/conformance.md` names exists, and every point names one.
final class ConformanceDocumentTest {
    private static final Path PAGE = Documents.ROOT.resolve("docs/conformance.md");
    private static final Pattern NAME = Pattern
            .compile("`([A-Z]\\w*(?:IT|Test|Contract))(?:#(\\w+))?`");
    private static final String UNDER_TEST = "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b";

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(missing(page)).isEmpty();
        assertThat(NAME.matcher(page).results().count()).isGreaterThan(40);
    }

    @Test
    void everyPointNamesATest() throws IOException {
        List<String> points = Files.readAllLines(PAGE)
                .stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---")
                        && !line.startsWith("| point"))
                .toList();

        assertThat(points).hasSizeGreaterThan(25)
                .allSatisfy(point -> assertThat(NAME.matcher(point).find()).as(point).isTrue());
    }

    @Test
    void noticesATestThatDoesNotExist() throws IOException {
        assertThat(missing("`NoSuchIT`, `RelayIT#close`, `RelayIT#isNoTest`, `RelayIT`"))
                .containsExactly("NoSuchIT", "RelayIT#close", "RelayIT#isNoTest");
    }

    private static List<String> missing(String page) throws IOException {
        Map<String, String> sources = sources();
        return NAME.matcher(page)
                .results()
                .filter(name -> !exists(sources.get(name.group(1)), name.group(2)))
                .map(name -> name.group(1) + (name.group(2) == null ? "" : "#" + name.group(2)))
                .toList();
    }

    /// Whether there is a class, and a method of that name with an annotation of a test shortly before it.
    private static boolean exists(@Nullable String source, @Nullable String method) {
        if (source == null || method == null) {
            return source != null;
        }
        int declared = source.indexOf("void " + method + "(");
        String before = source.substring(0, Math.max(0, declared));
        int end = Math.max(before.lastIndexOf("\n    }\n"), 0);
        return declared >= 0 && Pattern.compile(UNDER_TEST).matcher(before.substring(end)).find();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Documents.ROOT)) {
            files.filter(
                    file -> file.toString().matches(".*/src/(test|main)/java/.*(IT|Test|Contract)\\.java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .forEach(file -> sources.merge(
                            file.getFileName().toString().replace(".java", ""), Documents.text(file),
                            String::concat)); // modules may have tests of one name
        }
        return sources;
    }
}
