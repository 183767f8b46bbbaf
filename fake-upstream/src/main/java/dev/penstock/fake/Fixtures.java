package dev.penstock.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// The recorded transcripts, by names such as `dashscope/stream-text.sse`.
///
/// What each holds, and where its shape comes from, is told by `README.md` beside them, which is the index too: names
/// are read from there, so that they are found in a jar as well as in a folder.
public final class Fixtures {
    private static final Pattern ENTRY = Pattern.compile("^- `([^`]+)`", Pattern.MULTILINE);

    private Fixtures() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("fixtures/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such fixture: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The content read as UTF-8; a byte-order mark stays in.
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// The names of all fixtures of a folder, such as `dashscope`, in the index's order.
    public static List<String> names(String folder) {
        return names().stream().filter(name -> name.startsWith(folder + "/")).toList();
    }

    /// The names of all fixtures there are.
    public static List<String> names() {
        return ENTRY.matcher(text("README.md")).results().map(entry -> entry.group(1)).toList();
    }
}
