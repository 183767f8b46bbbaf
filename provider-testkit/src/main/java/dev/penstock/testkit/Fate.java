package dev.penstock.testkit;

/// What became of a promise in one run of the contract.
enum Fate {
    KEPT("kept"), BROKEN("**broken**"),
    /// Left out: by a filter, by a disabled test, or because the run was cut short.
    NOT_TRIED("**not tried**"),
    /// The plug-in has a test of its own under the same name, which proves nothing here.
    REPLACED("**replaced**");

    private final String word;

    Fate(String word) {
        this.word = word;
    }

    /// As it stands in the report; what is not kept catches the eye.
    String word() {
        return word;
    }
}
