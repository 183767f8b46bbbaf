package dev.penstock.adapter.demo;

import java.nio.charset.StandardCharsets;

/// How many tokens a text is worth here: one for every four bytes of UTF-8, rounded up. Real models count otherwise; this
/// only has to be the same every time.
final class Estimate {
    private static final int BYTES_PER_TOKEN = 4;

    private Estimate() {}

    static long tokens(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }

    /// How many bytes may be said for so many tokens.
    static long bytes(int tokens) {
        return (long) tokens * BYTES_PER_TOKEN;
    }
}
