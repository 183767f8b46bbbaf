package dev.penstock.bootstrap.plugin;

import java.util.Objects;

/// A kind of things of one role: two roles may have kinds of the same word.
public record KindName(Role role, String word) {
    public KindName {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(word, "word");
    }

    /// Its word alone.
    @Override
    public String toString() {
        return word;
    }
}
