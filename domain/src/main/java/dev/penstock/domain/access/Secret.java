package dev.penstock.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A value that does not print itself.
///
/// [#reveal()] is the one way to its text, so that a search for that word finds every place where a key leaves its
/// wrapper.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret is never empty");
        }
        return new Secret(value);
    }

    public String reveal() {
        return value;
    }

    /// Whether both hold the same text, in a time that does not depend on where they differ.
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(digest(), other.digest());
    }

    /// `text` with every occurrence of this secret blotted out: upstreams have been seen to quote the key they refuse.
    public String redact(String text) {
        return text.replace(value, "***");
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
