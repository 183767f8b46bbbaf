package dev.penstock.planted.application;

import org.jspecify.annotations.NullMarked;

/// Neither final nor sealed.
@NullMarked
public class Open {}
