package dev.penstock.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class DidYouMean {
    private DidYouMean() {}

    /// The known word nearest to `written`, if it is near enough that a slip of the finger explains the difference: at
    /// most a third of its letters, and at least one.
    public static Optional<String> nearest(String written, Collection<String> known) {
        int tolerance = Math.max(1, written.length() / 3);
        return known.stream()
                .filter(word -> distance(written, word) <= tolerance)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// ` – did you mean 'x'?`, or nothing if no word is near.
    public static String hint(String written, Collection<String> known) {
        return nearest(written, known).map(word -> " – did you mean '" + word + "'?").orElse("");
    }

    /// Insertions, deletions and replacements between the two (Levenshtein).
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
