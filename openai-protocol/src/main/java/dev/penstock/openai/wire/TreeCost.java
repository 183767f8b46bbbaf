package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// Estimates the heap that JSON takes as a tree: of bytes, in one pass and before anything is parsed, or of a tree.
///
/// The estimate is an upper bound for a tree of Jackson's nodes on a 64-bit Java virtual machine with compressed pointers.
/// Characters that make values count in strings, too, because tool arguments are JSON in a string and may be parsed.
public final class TreeCost {
    private static final int OBJECT = 96; // a node, its map, the map's table
    private static final int ARRAY = 112; // a node, its list, the list's first array
    private static final int MEMBER = 64; // an entry with its share of the table
    private static final int ELEMENT = 88; // a share of the list, and a node with a number's spelling
    private static final int QUOTE = 24; // half of a string and its array
    private static final int PER_BYTE = 2; // texts are kept as Latin-1 or as UTF-16

    private final byte[] json;
    private final int length;
    private long bytes;

    private TreeCost(byte[] json) {
        this.json = json;
        this.length = json.length;
        scan();
    }

    /// Bytes of heap for the tree of this JSON, and for the trees of JSON in its strings.
    public static long of(byte[] json) {
        return new TreeCost(json).bytes;
    }

    /// Bytes of heap for this tree, without the trees of JSON in its strings.
    ///
    /// @param tree as [CarriedJson] reads it
    public static long of(JsonNode tree) {
        long bytes = ELEMENT;
        if (tree.isObject()) {
            bytes += OBJECT;
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                bytes += MEMBER + text(member.getKey()) + of(member.getValue());
            }
        } else if (tree.isArray()) {
            bytes += ARRAY;
            for (JsonNode element : tree) {
                bytes += of(element);
            }
        } else {
            bytes += text(tree.asText());
        }
        return bytes;
    }

    private static long text(String text) {
        return 2 * QUOTE + (long) PER_BYTE * text.length();
    }

    private void scan() {
        for (int i = 0; i < length; i++) {
            switch (json[i]) {
                case '"' -> bytes += QUOTE;
                case '\\' -> {
                    i++;
                    if (i < length && json[i] == '"') {
                        bytes += QUOTE;
                    } else if (isEscapedAscii(i)) { // which may be any of the others
                        bytes += OBJECT + ELEMENT;
                    }
                }
                case '{' -> bytes += OBJECT + ELEMENT;
                case '[' -> bytes += ARRAY + ELEMENT;
                case ':' -> bytes += MEMBER;
                case ',' -> bytes += ELEMENT;
                default -> {
                    // no value begins here
                }
            }
        }
        bytes += ELEMENT + (long) PER_BYTE * length;
    }

    /// An escape with four digits, the first two of them zeros.
    private boolean isEscapedAscii(int i) {
        return i + 2 < length && json[i] == 'u' && json[i + 1] == '0' && json[i + 2] == '0';
    }
}
