package dev.penstock.openai.upstream;

import java.io.IOException;

/// A pooled connection turned out to be dead before anything was sent over it, so that the request may be sent again,
/// whatever its method.
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException() {
        super("a connection that was kept had been closed");
    }
}
