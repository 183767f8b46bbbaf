package dev.penstock.application;

/// Why an upstream is not simply tried where the route has it.
public enum Obstacle {
    /// All its keys rest. It is tried last, or not at all if it has asked for a rest that is too long to wait for.
    KEYS_RESTING("keys_resting"),
    /// It has kept failing, and is not tried.
    CIRCUIT_OPEN("circuit_open"),
    /// It has kept failing, and takes a few requests on trial, and no others.
    CIRCUIT_HALF_OPEN("circuit_half_open"),
    /// Its provider is a plug-in's that is not loaded, and it is not tried.
    NOT_LOADED("not_loaded");

    private final String word;

    Obstacle(String word) {
        this.word = word;
    }

    /// The obstacle as a short, stable word.
    public String word() {
        return word;
    }
}
