package dev.penstock.adapter.dashscope;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// The models that DashScope serves as a stream only. They change from month to month, so they stand in a file beside
/// this class, one pattern a line.
final class StreamOnlyModels {
    private final List<Pattern> patterns;

    private StreamOnlyModels(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static StreamOnlyModels known() {
        try (InputStream in = Objects.requireNonNull(
                StreamOnlyModels.class.getResourceAsStream("stream-only-models.txt"),
                "stream-only-models.txt")) {
            return new StreamOnlyModels(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> Pattern.compile(Pattern.quote(line).replace("*", "\\E.*\\Q")))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
