package dev.penstock.domain.chat;

import dev.penstock.domain.chat.FinishWord.Meaning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The table of `finish-words.txt`, read once.
final class FinishWords {
    private static final String TABLE = "finish-words.txt";
    private static final String PREFIX = "finishreason"; // of protocol buffers, and of enums that Python prints
    private static final Map<String, Meaning> MEANINGS = read();

    private FinishWords() {}

    static Meaning meaning(String word) {
        String normalized = FinishWord.normalized(word);
        if (normalized.isEmpty()) {
            return word.isBlank() ? Meaning.PENDING : Meaning.UNKNOWN;
        }
        Meaning known = MEANINGS.get(normalized);
        if (known == null && normalized.startsWith(PREFIX)) {
            known = MEANINGS.get(normalized.substring(PREFIX.length()));
        }
        return known == null ? Meaning.UNKNOWN : known;
    }

    private static Map<String, Meaning> read() {
        Map<String, Meaning> meanings = new HashMap<>();
        text().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] columns = line.split("\\|", 3);
            Meaning meaning = Meaning.valueOf(columns[0].strip().toUpperCase(Locale.ROOT));
            for (String word : columns[1].split(",", -1)) {
                if (meanings.put(FinishWord.normalized(word), meaning) != null) {
                    throw new IllegalStateException(TABLE + " has '" + word.strip() + "' twice");
                }
            }
        });
        return Map.copyOf(meanings);
    }

    private static String text() {
        try (InputStream table = FinishWords.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
