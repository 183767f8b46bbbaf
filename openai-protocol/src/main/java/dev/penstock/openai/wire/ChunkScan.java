package dev.penstock.openai.wire;

import dev.penstock.domain.chat.JsonText;

/// Decides by a look at the bytes whether a chunk has to be parsed. Nearly all chunks only bring text, and are then
/// relayed unread.
final class ChunkScan {
    private static final String CHOICES = "\"choices\"";
    private static final String[] TELLING = {"\"usage\"", "\"error\"", "\"finish_reason\""};

    private ChunkScan() {}

    /// Whether the chunk has choices, and neither usage, nor an error, nor a reason to finish. A quote inside a JSON
    /// string is escaped, so that no text a model writes can look like one of these keys.
    static boolean isPlain(JsonText chunk) {
        boolean choices = false;
        for (int i = 0; i < chunk.length(); i++) {
            if (chunk.byteAt(i) != '"') {
                continue;
            }
            for (String key : TELLING) {
                int value = valueAfter(key, chunk, i);
                if (value >= 0 && chunk.byteAt(value) != 'n') {
                    return false;
                }
            }
            int value = valueAfter(CHOICES, chunk, i);
            if (value >= 0) {
                int inside = skipSpace(chunk, value + 1);
                choices = chunk.byteAt(value) == '[' && inside < chunk.length()
                        && chunk.byteAt(inside) != ']';
            }
        }
        return choices;
    }

    /// Where the value of the key begins, or -1 if the key does not stand at `start`.
    private static int valueAfter(String key, JsonText chunk, int start) {
        if (start + key.length() >= chunk.length()) {
            return -1;
        }
        for (int i = 1; i < key.length(); i++) {
            if (chunk.byteAt(start + i) != key.charAt(i)) {
                return -1;
            }
        }
        int colon = skipSpace(chunk, start + key.length());
        if (colon >= chunk.length() || chunk.byteAt(colon) != ':') {
            return -1;
        }
        int value = skipSpace(chunk, colon + 1);
        return value < chunk.length() ? value : -1;
    }

    private static int skipSpace(JsonText chunk, int from) {
        int i = from;
        while (i < chunk.length() && chunk.byteAt(i) >= 0 && chunk.byteAt(i) <= ' ') {
            i++;
        }
        return i;
    }
}
