package dev.penstock.bootstrap;

import dev.penstock.spi.Settings;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings in bytes: `10MB`, `512KiB`, `4096`.
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|KIB|MIB)?");
    private static final long MOST = 1_000_000_000;

    private Sizes() {}

    /// From one byte to 1000 MB.
    static long read(Settings settings, String name, long fallback) {
        return settings.text(name).map(text -> read(settings, name, text)).orElse(fallback);
    }

    private static long read(Settings settings, String name, String text) {
        Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            settings.reject(name, "'" + text + "' is not a size such as 10MB, 512KB or 10485760");
            return 0;
        }
        long bytes = Long.parseLong(size.group(1)) * switch (Optional.ofNullable(size.group(2)).orElse("B")) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "KIB" -> 1024;
            case "MIB" -> 1024 * 1024;
            default -> 1;
        };
        if (bytes < 1 || bytes > MOST) {
            settings.reject(name, "'" + text + "' is out of range: from 1 byte to 1000MB");
        }
        return bytes;
    }
}
