package dev.penstock.adapter.http;

import dev.penstock.adapter.http.connection.GzipMembers;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/// How a request's body is coded.
enum BodyCoding {
    IDENTITY, GZIP, ZSTD;

    /// How many times as long as its coding a body may be, once it is longer than what is free: more is a bomb.
    private static final int MAX_RATIO = 200;
    private static final long FREE = 1024 * 1024; // bytes

    /// @param header the value of `Content-Encoding`
    /// @throws RefusedException if it names another coding, or several
    static BodyCoding of(Optional<String> header) {
        return switch (header.map(value -> value.strip().toLowerCase(Locale.ROOT)).orElse("")) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default -> throw new RefusedException(new Refusal.EncodingUnsupported(header.orElseThrow()));
        };
    }

    /// What `coded` stands for, for the caller to close. Reading throws [RefusedException] where the coding is broken, and
    /// whatever `coded` itself throws; `coded` is not closed.
    ///
    /// @param coded ends where the body does
    /// @throws IOException if `coded` fails
    InputStream decode(InputStream coded) throws IOException {
        Source source = new Source(coded);
        return switch (this) {
            case IDENTITY -> source;
            case GZIP -> new Decoded(guarded(source, () -> new GzipMembers(source)), source);
            case ZSTD -> new Decoded(guarded(source, () -> new ZstdJavaInputStream(source)), source);
        };
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /// The decoders tell of broken data with exceptions of many kinds.
    private <T> T guarded(Source source, Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            if (source.failed) {
                throw e;
            }
            throw new RefusedException(
                    new Refusal.RequestInvalid("The request body is not what its content encoding '"
                            + name().toLowerCase(Locale.ROOT) + "' says.", Optional.empty(), "invalid_body"));
        }
    }

    /// Remembers whether it was the connection that broke, and not the coding.
    private static final class Source extends FilterInputStream {
        private boolean failed;
        private long count;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            failed = true;
            int read = in.read();
            failed = false;
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            failed = true;
            int read = in.read(bytes, offset, length);
            failed = false;
            count += Math.max(0, read);
            return read;
        }

        @Override
        public void close() {
            // closing the body would read over the rest of it
        }
    }

    private final class Decoded extends FilterInputStream {
        private final Source source;
        private long count;

        Decoded(InputStream in, Source source) {
            super(in);
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            int read = guarded(source, in::read);
            return counted(read, read < 0 ? 0 : 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = guarded(source, () -> in.read(bytes, offset, length));
            return counted(read, read);
        }

        private int counted(int result, int bytes) {
            count += Math.max(0, bytes);
            if (count > FREE && count > source.count * MAX_RATIO) {
                throw new RefusedException(Refusal.BodyTooLarge.inflated(MAX_RATIO));
            }
            return result;
        }
    }
}
