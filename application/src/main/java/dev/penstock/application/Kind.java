package dev.penstock.application;

/// What can be asked of an upstream. Not everybody gives all of it.
enum Kind {
    CHATS("chat completions"), TEXTS("text completions"), EMBEDDINGS("embeddings");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /// For people, in the plural.
    String words() {
        return words;
    }

    boolean servedBy(Way way) {
        return switch (this) {
            case CHATS -> true;
            case TEXTS -> way.texts().isPresent();
            case EMBEDDINGS -> way.embeddings().isPresent();
        };
    }
}
