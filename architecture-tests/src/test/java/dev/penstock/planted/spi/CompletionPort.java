package dev.penstock.planted.spi;

import org.jspecify.annotations.NullMarked;

/// A port that is a class, in the wrong place.
@NullMarked
public final class CompletionPort {}
