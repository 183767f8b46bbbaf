package dev.penstock.openai.wire;

import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;

/// Decides by a look at the bytes whether a chunk has to be parsed. Nearly all chunks only bring text, and are then
/// relayed unread.
final class ChunkScan {
    private static final byte[] CHOICES = key("choices");
    private static final byte[] USAGE = key("usage");
    private static final byte[] ERROR = key("error");
    private static final byte[] FINISH = key("finish_reason");
    private static final byte[] NONE = {};

    private ChunkScan() {}

    /// Whether the chunk has choices, and neither usage, nor an error, nor a reason to finish. A quote inside a JSON
    /// string is escaped, so that no text a model writes can look like one of these keys.
    static boolean isPlain(JsonText chunk) {
        boolean choices = false;
        int last = chunk.length() - 1;
        for (int i = chunk.indexOf('"', 0); i >= 0 && i < last; i = chunk.indexOf('"', i + 1)) {
            byte[] key = switch (chunk.byteAt(i + 1)) {
                case 'u' -> USAGE;
                case 'e' -> ERROR;
                case 'f' -> FINISH;
                case 'c' -> CHOICES;
                default -> NONE;
            };
            int value = key.length == 0 ? -1 : valueAfter(key, chunk, i);
            if (value < 0) {
                continue;
            }
            if (chunk.byteAt(i + 1) == 'c') {
                int inside = skipSpace(chunk, value + 1);
                choices = chunk.byteAt(value) == '[' && inside < chunk.length()
                        && chunk.byteAt(inside) != ']';
            } else if (chunk.byteAt(value) != 'n') {
                return false;
            }
        }
        return choices;
    }

    /// Where the value of the key begins, or -1 if the key does not stand at `start`.
    private static int valueAfter(byte[] key, JsonText chunk, int start) {
        if (!chunk.hasAt(start, key)) {
            return -1;
        }
        int colon = skipSpace(chunk, start + key.length);
        if (colon >= chunk.length() || chunk.byteAt(colon) != ':') {
            return -1;
        }
        int value = skipSpace(chunk, colon + 1);
        return value < chunk.length() ? value : -1;
    }

    private static byte[] key(String name) {
        return ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static int skipSpace(JsonText chunk, int from) {
        int i = from;
        while (i < chunk.length() && chunk.byteAt(i) >= 0 && chunk.byteAt(i) <= ' ') {
            i++;
        }
        return i;
    }
}
