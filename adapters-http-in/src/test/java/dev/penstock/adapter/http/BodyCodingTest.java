package dev.penstock.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.failure.RefusedException;
import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies come coded, and not always rightly so.
final class BodyCodingTest {
    private static final byte[] TEXT = "{\"model\":\"m\",\"input\":\"hello, hello, hello\"}"
            .getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void readsWhatWasCoded(BodyCoding coding) throws IOException {
        try (InputStream in = coding.decode(new ByteArrayInputStream(coded(coding)))) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '', IDENTITY
            identity, IDENTITY
            GZIP, GZIP
            x-gzip, GZIP
            ' zstd ', ZSTD""")
    void knowsItsNames(String header, BodyCoding coding) {
        assertThat(BodyCoding.of(Optional.of(header))).isEqualTo(coding);
        assertThat(BodyCoding.of(Optional.empty())).isEqualTo(BodyCoding.IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, zstd", "gzip;q=1"})
    void refusesOthers(String header) {
        assertThatThrownBy(() -> BodyCoding.of(Optional.of(header))).isInstanceOf(RefusedException.class)
                .hasMessageContaining(header);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void refusesWhatIsBrokenOff(BodyCoding coding) throws IOException {
        byte[] whole = coded(coding);

        assertThatThrownBy(
                () -> read(coding, new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 6))))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void refusesWhatIsNotCodedAtAll(BodyCoding coding) {
        assertThatThrownBy(() -> read(coding, new ByteArrayInputStream(TEXT)))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotBlameTheCodingForABrokenConnection(BodyCoding coding) throws IOException {
        byte[] half = Arrays.copyOf(coded(coding), 12);
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(half), new CutLine());

        assertThatThrownBy(() -> read(coding, breaking)).isInstanceOf(IOException.class)
                .hasMessageContaining("the line is cut");
    }

    @Test
    void leavesTheConnectionOpen() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream sent = new ByteArrayInputStream(coded(BodyCoding.GZIP)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (InputStream in = BodyCoding.GZIP.decode(sent)) {
            assertThat(in.read()).isEqualTo('{');
        }

        assertThat(closed[0]).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 5000, 100_000})
    void refusesTooManyGzipMembersWithoutOverflowingTheStack(int members) throws IOException {
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < members; i++) {
            many.writeBytes(empty);
        }

        assertThatThrownBy(() -> read(BodyCoding.GZIP, new ByteArrayInputStream(many.toByteArray())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void readsGzipMembersOneAfterTheOther() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] part = ("part " + i + " ").repeat(i % 7 * 500).getBytes(StandardCharsets.UTF_8);
            plain.writeBytes(part);
            coded.writeBytes(gzip(part));
        }

        assertThat(read(BodyCoding.GZIP, new ByteArrayInputStream(coded.toByteArray())))
                .isEqualTo(plain.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, -1, -5, -8})
    void refusesGzipWithABrokenHeadOrTail(int at) throws IOException {
        byte[] broken = gzip(TEXT);
        broken[at < 0 ? broken.length + at : at] ^= (byte) 0xff;

        assertThatThrownBy(() -> read(BodyCoding.GZIP, new ByteArrayInputStream(broken)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void skipsWhatAGzipHeadMayTell() throws IOException {
        byte[] plain = gzip(TEXT);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        told.writeBytes(new byte[]{0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        told.writeBytes(new byte[]{3, 0, 'a', 'b', 'c', 'n', 0, 'c', 'c', 0, 9, 9});
        told.write(plain, 10, plain.length - 10);

        assertThat(read(BodyCoding.GZIP, new ByteArrayInputStream(told.toByteArray()))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void refusesABodyFarLongerThanItsCoding(BodyCoding coding) throws IOException {
        byte[] bomb = coded(coding, "[{},{}]".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(coding, new ByteArrayInputStream(bomb)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("200 times");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        return coded(BodyCoding.GZIP, body);
    }

    private static final class CutLine extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the line is cut");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    private static byte[] read(BodyCoding coding, InputStream coded) throws IOException {
        try (InputStream in = coding.decode(coded)) {
            return in.readAllBytes();
        }
    }

    private static byte[] coded(BodyCoding coding) throws IOException {
        return coded(coding, TEXT);
    }

    private static byte[] coded(BodyCoding coding, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (coding) {
            case IDENTITY -> bytes;
            case GZIP -> new GZIPOutputStream(bytes);
            case ZSTD -> new ZstdJavaOutputStream(bytes);
        }) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
