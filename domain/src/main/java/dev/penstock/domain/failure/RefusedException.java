package dev.penstock.domain.failure;

import java.util.Objects;

/// Carries a [Refusal] to whoever answers the client.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false); // a refusal is an answer, not a defect: no stack trace
        this.refusal = Objects.requireNonNull(refusal, "refusal");
    }

    public Refusal refusal() {
        return refusal;
    }
}
