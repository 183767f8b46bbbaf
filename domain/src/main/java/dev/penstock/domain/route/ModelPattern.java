package dev.penstock.domain.route;

import java.util.Objects;
import java.util.Optional;

/// A model name as routes write it: literal, or with one `*` that stands for any number of characters, slashes included.
///
/// @param text with at most one `*`
public record ModelPattern(String text) {
    private static final char STAR = '*';

    public ModelPattern {
        Objects.requireNonNull(text, "text");
        if (text.isBlank() || text.indexOf(STAR) != text.lastIndexOf(STAR)) {
            throw new IllegalArgumentException("'" + text + "' is no model name with at most one '*'");
        }
    }

    public boolean isLiteral() {
        return text.indexOf(STAR) < 0;
    }

    /// What the star stands for in `name`, or an empty text if the pattern has none and is the name itself; empty if the
    /// name does not match.
    public Optional<String> match(String name) {
        int star = text.indexOf(STAR);
        if (star < 0) {
            return name.equals(text) ? Optional.of("") : Optional.empty();
        }
        String after = text.substring(star + 1);
        boolean matches = name.length() >= text.length() - 1 && name.startsWith(text.substring(0, star))
                && name.endsWith(after);
        return matches ? Optional.of(name.substring(star, name.length() - after.length())) : Optional.empty();
    }

    /// The text with its star, if it has one, replaced.
    public String fill(String star) {
        return text.replace(String.valueOf(STAR), star);
    }
}
