package dev.penstock.application;

import java.util.function.Predicate;

/// What can be asked of an upstream. Not everybody gives all of it.
enum Kind {
    CHATS("chat completions", _ -> true), TEXTS("text completions",
            way -> way.texts().isPresent()), EMBEDDINGS("embeddings", way -> way.embeddings().isPresent());

    private final String words;
    private final Predicate<Way> served;

    Kind(String words, Predicate<Way> served) {
        this.words = words;
        this.served = served;
    }

    /// For people, in the plural.
    String words() {
        return words;
    }

    boolean servedBy(Way way) {
        return served.test(way);
    }
}
