package dev.penstock.adapter.anthropic;

/// Thrown when an upstream's event makes no sense. Its message goes on from "the upstream".
final class OddEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OddEventException(String message) {
        super(message, null, false, false); // about the upstream's bytes: a stack trace tells nothing
    }
}
