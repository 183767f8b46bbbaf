package dev.penstock.openai.wire;

import java.util.Arrays;

/// The beginning of a line whose end has not come yet. Not safe for concurrent use.
final class LineBuffer {
    private byte[] bytes = new byte[512];
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /// @throws Framing.EventTooLongException if there are more than any event has
    void keep(byte[] more, int from, int to) {
        int count = to - from;
        if (count <= 0) {
            return;
        }
        int needed = length + count;
        if (needed > Framing.MAX_EVENT_BYTES) {
            throw new Framing.EventTooLongException();
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(more, from, bytes, length, count);
        length = needed;
    }

    /// Empties the buffer.
    ///
    /// @return how many bytes of [#bytes()] were kept
    int take() {
        int taken = length;
        length = 0;
        return taken;
    }

    /// What was kept, and anything behind it; good until the next byte is kept.
    byte[] bytes() {
        return bytes;
    }
}
