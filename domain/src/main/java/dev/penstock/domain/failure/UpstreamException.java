package dev.penstock.domain.failure;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Carries an [UpstreamFailure] to whoever decides what to do about it.
///
/// Its message is one line without control characters, fit for a log, whatever the upstream wrote; what it wrote is in
/// [#failure()].
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /// Control characters, line and paragraph separators, and what turns the direction of writing around.
    private static final Pattern UNFIT = Pattern
            .compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+");

    private final transient UpstreamFailure failure;

    public UpstreamException(UpstreamFailure failure) {
        this(failure, null);
    }

    public UpstreamException(UpstreamFailure failure, @Nullable Throwable cause) {
        super(oneLine(failure.detail().message()), cause);
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    public UpstreamFailure failure() {
        return failure;
    }

    private static String oneLine(String message) {
        return UNFIT.matcher(message).replaceAll(" ").strip();
    }
}
