package dev.penstock.openai.upstream;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request to an upstream that HTTP could not bring to its end.
public final class TransportException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What happened, as far as it matters for what to do next.
    public enum Reason {
        /// No connection came about: name unknown, refused, timed out, TLS failed. The upstream saw no request.
        UNREACHABLE,
        /// All connections are in use and none became free in time. The upstream saw no request.
        EXHAUSTED,
        /// The head of the response did not come in time.
        NO_HEAD,
        /// The body of the response paused for too long.
        SILENT,
        /// The connection broke, or what came is no HTTP.
        BROKEN
    }

    private final Reason reason;

    public TransportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
