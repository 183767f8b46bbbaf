package dev.penstock.openai.upstream;

import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.AnswerMemory;
import dev.penstock.openai.wire.TreeCost;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Charges an answer that is held whole to the memory that answers share.
final class HeldAnswer {
    private static final int FIRST = 16 * 1024;

    private HeldAnswer() {}

    /// Reads a body to its end, or up to one byte above the limit. Charges the buffer, and for an answer within the limit its
    /// tree and what the answer is converted to.
    ///
    /// @throws RefusedException if the memory does not suffice
    static byte[] read(InputStream in, int limit, AnswerMemory memory) throws IOException {
        memory.charge(FIRST);
        byte[] bytes = in.readNBytes(FIRST);
        int length = bytes.length;
        boolean more = length == FIRST;
        while (more && length <= limit) {
            int size = (int) Math.min(limit + 1L, 2L * length);
            memory.charge(size);
            bytes = Arrays.copyOf(bytes, size);
            int read = in.readNBytes(bytes, length, size - length);
            more = length + read == size;
            length += read;
        }
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        if (length <= limit) {
            memory.charge(TreeCost.of(whole) + 2L * length);
        }
        return whole;
    }
}
