package dev.penstock.domain.route;

import java.util.regex.Pattern;

/// A provider's name in this gateway, and the first part of `provider/model`.
///
/// @param value lower-case letters, digits and dashes, at most 63, a letter first
public record ProviderId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public ProviderId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "'" + value
                            + "' is no provider name: lower-case letters, digits and dashes, a letter first");
        }
    }

    public static boolean isWellFormed(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
