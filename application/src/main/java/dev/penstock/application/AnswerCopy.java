package dev.penstock.application;

import dev.penstock.domain.port.InterceptedAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The beginning of what a client gets, for those that observe it.
///
/// Safe for concurrent use.
public final class AnswerCopy {
    /// For requests that nobody observes.
    static final AnswerCopy NONE = new AnswerCopy(0, 0, Optional.empty());

    private final int most;
    private final Optional<Observations> memory;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private int holders;
    private boolean cut;

    /// @param most how many bytes to keep
    /// @param holders how many will let go of it
    /// @param memory where it takes its memory from
    AnswerCopy(int most, int holders, Observations memory) {
        this(most, holders, Optional.of(memory));
    }

    private AnswerCopy(int most, int holders, Optional<Observations> memory) {
        this.most = most;
        this.holders = holders;
        this.memory = memory;
    }

    /// More of the answer, in UTF-8, has been sent.
    public void add(byte[] bytes, int length) {
        if (memory.isEmpty()) {
            return;
        }
        synchronized (kept) {
            int room = Math.min(length, most - kept.size());
            if (cut || !memory.get().take(room)) {
                cut = true;
                return;
            }
            kept.write(bytes, 0, room);
            cut = room < length;
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

    /// One of those that hold it needs it no more.
    void letGo() {
        synchronized (kept) {
            holders--;
            if (holders == 0) {
                memory.ifPresent(taken -> taken.giveBack(kept.size()));
                kept.reset();
            }
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
