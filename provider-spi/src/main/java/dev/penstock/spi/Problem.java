package dev.penstock.spi;

import java.util.Objects;

/// Something wrong in the configuration.
///
/// @param path where, such as `providers.dashscope.base-url`
/// @param message what is wrong and what to do about it; never the value of a secret
public record Problem(String path, String message) {
    public Problem {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
