package dev.penstock.planted.openai.upstream;

import org.jspecify.annotations.NullMarked;

/// What only some may know.
@NullMarked
public final class Client {}
