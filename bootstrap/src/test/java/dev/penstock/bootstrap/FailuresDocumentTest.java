package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/failures.md` has the table that [FailureMatrixIT] plays.
final class FailuresDocumentTest {
    private static final Path DOCUMENT = Documents.ROOT.resolve("docs/failures.md");
    private static final String BEGIN = "<!-- begin of the table -->\n";
    private static final String END = "<!-- end of the table -->\n";

    @Test
    void theDocumentSaysWhatTheTestsPlay() throws IOException {
        String text = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("write-documents")) {
            Files.writeString(DOCUMENT, withTable(text));
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/failures.md lags behind the table in Fault; the command in it writes it anew")
                .isEqualTo(withTable(text));
    }

    @Test
    void everyFaultHasARowOfItsOwn() {
        List<String> faults = Stream.of(Fault.values()).map(Fault::what).toList();

        assertThat(faults).doesNotHaveDuplicates()
                .allSatisfy(what -> assertThat(table()).contains("| " + what + " |"));
    }

    private static String withTable(String text) {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        return text.substring(0, begin) + table() + text.substring(text.indexOf(END));
    }

    private static String table() {
        return """
                | the upstream | streamed, alone | streamed, with a fallback | not streamed, alone | not streamed, with a fallback | noticed |
                | --- | --- | --- | --- | --- | --- |
                """
                + Stream.of(Fault.values()).map(FailuresDocumentTest::row).collect(Collectors.joining());
    }

    private static String row(Fault fault) {
        String cells = Stream.of(true, false)
                .flatMap(stream -> Stream.of(false, true)
                        .map(withFallback -> fault.ending(stream, withFallback).text()))
                .collect(Collectors.joining(" | "));
        return "| " + fault.what() + " | " + cells + " | " + noticed(fault) + " |\n";
    }

    private static String noticed(Fault fault) {
        String streamed = fault.play(true).notice();
        String whole = fault.play(false).notice();
        return streamed.equals(whole) ? streamed : streamed + "; not streamed, " + whole;
    }
}
