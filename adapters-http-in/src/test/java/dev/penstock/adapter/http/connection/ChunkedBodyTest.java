package dev.penstock.adapter.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedBodyTest {
    private static final byte[] SMALL = {};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 8192, 1_000_000})
    void isTheSameHoweverItArrives(int piece) {
        byte[] data = new byte[200_000];
        new Random(1).nextBytes(data);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int from = 0; from < data.length; from += 16384) {
            int length = Math.min(16384, data.length - from);
            sent.writeBytes(ascii(Integer.toHexString(length) + ";a=b\r\n"));
            sent.write(data, from, length);
            sent.writeBytes(ascii("\r\n"));
        }
        sent.writeBytes(ascii("0\r\nTrailer: 1\r\n\r\nNEXT"));
        Deque<byte[]> pieces = new ArrayDeque<>();
        byte[] all = sent.toByteArray();
        for (int from = 0; from < all.length; from += piece) {
            pieces.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + piece)));
        }
        ChunkedBody body = new ChunkedBody(SMALL);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!body.isWhole()) {
            byte[] chunk = Objects.requireNonNull(body.next(pieces::poll));
            String size = new String(chunk, 0, chunk.length, StandardCharsets.ISO_8859_1).split("\r\n", 2)[0];
            int length = Integer.parseInt(size, 16);
            assertThat(chunk).hasSize(size.length() + 4 + length);
            read.write(chunk, size.length() + 2, length);
        }

        assertThat(read.toByteArray()).isEqualTo(data);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(body.rest());
        pieces.forEach(rest::writeBytes);
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("NEXT");
    }

    @Test
    void endsWhereTheConnectionDoes() {
        ChunkedBody body = new ChunkedBody(ascii("5\r\nab"));

        assertThat(body.next(() -> null)).isEqualTo(ascii("00000002\r\nab\r\n"));
        assertThat(body.next(() -> null)).isNull();
        assertThat(body.isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1\r\n", "-1\r\n", "1 \r\n", " 1\r\n", "\r\n", "g\r\n", "1\n", "1\r\r",
            "1\r\naX", "1\r\na\n", "80000000\r\n",
            "0\r\n folded\r\n", "0\r\nno colon\r\n", "0\r\n: nothing\r\n", "0\r\na b: c\r\n",
            "1;a\u0000\r\n"})
    void isNotWhatAnotherReaderMightTakeItFor(String broken) {
        ChunkedBody body = new ChunkedBody(ascii(broken));

        assertThatThrownBy(() -> {
            while (body.next(() -> null) != null) {
                // reads on
            }
        }).isInstanceOf(InvalidChunkException.class);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
