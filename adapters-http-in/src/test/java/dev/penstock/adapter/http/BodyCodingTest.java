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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (coding) {
            case IDENTITY -> bytes;
            case GZIP -> new GZIPOutputStream(bytes);
            case ZSTD -> new ZstdJavaOutputStream(bytes);
        }) {
            out.write(TEXT);
        }
        return bytes.toByteArray();
    }
}
