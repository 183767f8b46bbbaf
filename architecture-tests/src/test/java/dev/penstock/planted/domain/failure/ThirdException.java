package dev.penstock.planted.domain.failure;

import org.jspecify.annotations.NullMarked;

/// An exception too many.
@NullMarked
public final class ThirdException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
