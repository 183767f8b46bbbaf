package dev.penstock.planted.application;

import org.jspecify.annotations.NullMarked;

/// A drawer for anything.
@NullMarked
public final class StringUtils {
    private StringUtils() {}
}
