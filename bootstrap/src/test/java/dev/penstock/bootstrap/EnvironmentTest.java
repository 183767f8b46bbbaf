package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.spi.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Variables of the process and of `.env`.
final class EnvironmentTest {
    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("lines")
    void readsALineAsAShellWould(String text, String value) {
        assertThat(read(text).get("A")).contains(value);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=", "A=''", "A=\"\"", "A= # nothing", "#A=b", "B=b"})
    void takesAnEmptyValueForNone(String text) {
        assertThat(read(text).get("A")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A sk-test-1", "A: sk-test-1", "1A=sk-test-1", "=sk-test-1", "A=\"sk-test-1",
            "A='sk-test-1", "A=\"sk-test-1\"x", "export", "A-B C=sk-test-1"})
    void tellsWhichLineIsBrokenAndNotWhatItSays(String line) {
        var _ = read("# a comment\n" + line + "\nB=c");

        assertThat(problems).singleElement()
                .hasToString(".env, line 2: is not of the form NAME=value;"
                        + " a value in quotes ends in the same line");
    }

    @Test
    void readsOnPastABrokenLine() {
        assertThat(read("broken\nA=b\nbroken, too").get("A")).contains("b");
        assertThat(problems).hasSize(2);
    }

    @Test
    void goesByTheProcessWhereBothHaveAVariable() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=file\nB=file\nC=file\n");
        Environment environment = Environment.read(folder, Map.of("A", "process", "B", ""), problems);

        assertThat(environment.get("A")).contains("process");
        assertThat(environment.get("B")).as("emptied").isEmpty();
        assertThat(environment.get("C")).contains("file");
    }

    @Test
    void needsNoFile() {
        assertThat(Environment.read(folder, Map.of("A", " b "), problems).get("A")).contains("b");
        assertThat(problems).isEmpty();
    }

    @Test
    void tellsThatTheFileIsNotInUtf8() throws IOException {
        Files.write(folder.resolve(".env"), "A=ü".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Environment.read(folder, Map.of(), problems).get("A")).isEmpty();
        assertThat(problems).singleElement().hasToString(".env: is not UTF-8");
    }

    @Test
    void takesALongValueInQuotes() {
        assertThat(read("A=\"" + "x".repeat(100_000) + "\"").get("A")).isPresent();
    }

    @Test
    void printsNoValue() {
        assertThat(read("A=sk-test-1")).hasToString("Environment[1 variables]");
    }

    static Stream<Arguments> lines() {
        return Stream.of(arguments("A=b", "b"), arguments("A = b ", "b"), arguments("  A=b", "b"),
                arguments("export A=b", "b"), arguments("export  A='b'", "b"), arguments("A=b # c", "b"),
                arguments("A=b#c", "b#c"), arguments("A=b c", "b c"), arguments("A='b'", "b"),
                arguments("A='b # c'", "b # c"), arguments("A=\"b # c\" # d", "b # c"),
                arguments("A='it\"s'", "it\"s"), arguments("A=it's", "it's"),
                arguments("A=\"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c"), arguments("A=\"a\\nb\"", "a\nb"),
                arguments("A='a\\nb'", "a\\nb"), arguments("A=$HOME", "$HOME"), arguments("A=b=c==", "b=c=="),
                arguments("A=http://h/?x=1#y", "http://h/?x=1#y"), arguments("\uFEFFA=b", "b"),
                arguments("A=1\nA=b", "b"), arguments("A=b\r\nB=c\r\n", "b"),
                arguments("# c\n\n   # d\nA=b", "b"));
    }

    private Environment read(String text) {
        return Environment.of(DotEnv.read(text, problems));
    }
}
