package dev.penstock.adapter.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.openai.wire.FieldRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The README has a rule for every field, and it is the code's.
final class FieldTablesTest {
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `(\\w+)` \\| (forward|translate|drop|refuse) \\|");

    @Test
    void areThoseOfChatsTextsAndEmbeddings() throws IOException {
        assertThat(written("What becomes of a chat")).isEqualTo(RequestFields.CHAT);
        assertThat(written("What becomes of a text completion")).isEqualTo(RequestFields.TEXT);
        assertThat(written("What becomes of embeddings")).isEqualTo(RequestFields.EMBEDDINGS);
    }

    @Test
    void areNotMistakenForEachOther() throws IOException {
        assertThat(written("What becomes of errors")).isEmpty();
        assertThat(RequestFields.CHAT).hasSizeGreaterThan(30);
    }

    private static Map<String, FieldRule> written(String heading) throws IOException {
        String page = Files.readString(Path.of("README.md"));
        int start = page.indexOf("\n## " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return ROW.matcher(page.substring(start, end < 0 ? page.length() : end))
                .results()
                .collect(Collectors.toMap(row -> row.group(1),
                        row -> FieldRule.valueOf(row.group(2).toUpperCase(Locale.ROOT))));
    }
}
