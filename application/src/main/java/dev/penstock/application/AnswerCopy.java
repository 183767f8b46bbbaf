package dev.penstock.application;

import dev.penstock.domain.port.InterceptedAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The beginning of what a client gets, for those that observe it.
///
/// Safe for concurrent use.
public final class AnswerCopy {
    /// For requests that nobody observes.
    static final AnswerCopy NONE = new AnswerCopy(0);

    private final int most;
    private final ByteArrayOutputStream kept;
    private boolean cut;

    /// @param most how many bytes to keep
    AnswerCopy(int most) {
        this.most = most;
        this.kept = new ByteArrayOutputStream(0);
    }

    /// More of the answer, in UTF-8, has been sent.
    public void add(byte[] bytes, int length) {
        if (this == NONE) {
            return;
        }
        synchronized (kept) {
            int room = Math.min(length, most - kept.size());
            kept.write(bytes, 0, room);
            cut |= room < length;
        }
    }

    /// As much of it as fits into `bytes`, without half a character at the end.
    InterceptedAnswer first(int bytes) {
        synchronized (kept) {
            byte[] all = kept.toByteArray();
            boolean shorter = cut || all.length > bytes;
            int end = Math.min(all.length, bytes);
            return new InterceptedAnswer(
                    new String(all, 0, shorter ? characterEnd(all, end) : end, StandardCharsets.UTF_8),
                    shorter);
        }
    }

    /// Where the last character that ends at or before `end` ends, in valid UTF-8.
    private static int characterEnd(byte[] utf8, int end) {
        int start = end;
        while (start > 0 && end - start < 4) {
            start--;
            int first = utf8[start] & 0xFF;
            if (first < 0x80) {
                return end; // one byte is a character
            }
            if (first >= 0xC0) {
                int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
                return start + length <= end ? end : start;
            }
        }
        return end;
    }
}
