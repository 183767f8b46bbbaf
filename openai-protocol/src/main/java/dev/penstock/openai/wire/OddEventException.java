package dev.penstock.openai.wire;

/// Thrown when an upstream's event makes no sense to who translates it. Its message goes on from "the upstream".
public final class OddEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OddEventException(String message) {
        super(message, null, false, false); // about the upstream's bytes: a stack trace tells nothing
    }
}
