package dev.penstock.adapter.http.dialect;

import com.fasterxml.jackson.databind.JsonNode;

/// Estimates the heap that a piece of a streamed answer takes if it is kept until the end and then written in the last events.
public final class KeptCost {
    private static final int NODE = 96;
    /// A builder twice as long, the text, its JSON, and the last events with the buffer that they grow in.
    private static final int PER_BYTE = 16;

    private KeptCost() {}

    /// @return bytes for all texts in it, and for the objects and arrays around them
    public static long of(JsonNode piece) {
        if (piece.isTextual()) {
            return of(piece.textValue());
        }
        long bytes = piece.isContainerNode() ? NODE : 0;
        for (JsonNode inner : piece) {
            bytes += of(inner);
        }
        return bytes;
    }

    public static long of(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            bytes += text.charAt(i) < 0x80 ? 0 : 2; // UTF-8
        }
        return PER_BYTE * bytes;
    }
}
