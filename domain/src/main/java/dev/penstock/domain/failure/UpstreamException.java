package dev.penstock.domain.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries an [UpstreamFailure] to whoever decides what to do about it.
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient UpstreamFailure failure;

    public UpstreamException(UpstreamFailure failure) {
        this(failure, null);
    }

    public UpstreamException(UpstreamFailure failure, @Nullable Throwable cause) {
        super(failure.detail().message(), cause);
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    public UpstreamFailure failure() {
        return failure;
    }
}
