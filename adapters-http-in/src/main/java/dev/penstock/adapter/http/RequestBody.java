package dev.penstock.adapter.http;

import dev.penstock.adapter.http.connection.InvalidChunkException;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a JSON body, as far as the limit goes.
final class RequestBody {
    private static final int SMALL = 16 * 1024;

    private final long limit;
    private final BodyMemory memory;

    /// @param limit in bytes
    RequestBody(long limit, BodyMemory memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /// A share of the memory for one request; close it when the body is not needed any more.
    BodyMemory.Share share() {
        return memory.share();
    }

    /// Reads all of it, decoded. The limit is one of decoded bytes: few coded ones may stand for very many.
    ///
    /// @throws RefusedException if it is of another type than JSON, or coded in a way that is not known here, or longer than
    ///         the limit, or than the memory allows
    /// @throws CloseConnectionException if the client leaves before it is whole
    byte[] read(ServerRequest request, BodyMemory.Share share) {
        return read(request, share, limit);
    }

    /// As [#read(ServerRequest, BodyMemory.Share)], with a limit of its own.
    byte[] read(ServerRequest request, BodyMemory.Share share, long limit) {
        checkType(request);
        BodyCoding coding = BodyCoding.of(coding(request));
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > limit) {
            throw new RefusedException(Refusal.BodyTooLarge.over(limit));
        }
        InputStream sent = request.content().inputStream(); // closing it would read over what is refused
        Counted counted = new Counted(sent, length, limit);
        try (InputStream in = coding.decode(counted)) {
            byte[] bytes = toEnd(in, coding == BodyCoding.IDENTITY ? length.orElse(SMALL) : SMALL, share,
                    limit);
            counted.expectEnd();
            return bytes;
        } catch (InvalidChunkException e) {
            throw new RefusedException(new Refusal.RequestInvalid(
                    "The chunks of the request body are broken: " + e.getMessage(), Optional.empty(),
                    "invalid_body"));
        } catch (IOException | UncheckedIOException | ServerConnectionException
                | DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left within its request", e);
        }
    }

    /// Makes room for another body beside the one that was sent.
    ///
    /// @throws RefusedException if it is longer than the limit, or than the memory allows
    void makeRoom(int length, BodyMemory.Share share) {
        if (length > limit) {
            throw new RefusedException(Refusal.BodyTooLarge.over(limit));
        }
        share.keep(length);
    }

    /// What came over the wire: as much as was announced, and no more than the limit, because a decoder may pass over any
    /// number of bytes without a result.
    private static final class Counted extends FilterInputStream {
        private final long announced;
        private final long limit;
        private long count;

        Counted(InputStream in, OptionalLong announced, long limit) {
            super(in);
            this.announced = announced.orElse(0);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            return noted(in.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            return noted(read, read);
        }

        /// A decoder may know its end before it has seen the body's.
        void expectEnd() throws IOException {
            if (read() >= 0) {
                throw new RefusedException(new Refusal.RequestInvalid(
                        "Something stands behind the end of the request body's content encoding.",
                        Optional.empty(), "invalid_body"));
            }
        }

        private int noted(int result, int bytes) {
            if (result >= 0) {
                count += bytes;
                if (count > limit) {
                    throw new RefusedException(Refusal.BodyTooLarge.over(limit));
                }
            } else if (count < announced) {
                throw new CloseConnectionException("the client left within its request");
            }
            return result;
        }
    }

    private static Optional<String> coding(ServerRequest request) {
        List<String> codings = request.headers().all(HeaderNames.CONTENT_ENCODING, List::of);
        if (codings.size() > 1) {
            throw new RefusedException(new Refusal.RequestInvalid("'Content-Encoding' is given "
                    + codings.size() + " times; a body may be encoded once.", Optional.empty(),
                    "invalid_header"));
        }
        return codings.stream().findFirst();
    }

    /// A missing type is taken for JSON, which is all that is spoken here.
    private static void checkType(ServerRequest request) {
        if (!request.headers().contains(HeaderNames.CONTENT_TYPE)) {
            return;
        }
        String header = request.headers().get(HeaderNames.CONTENT_TYPE).get();
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new RefusedException(new Refusal.MediaTypeUnsupported("the content type '" + header + "'"));
        }
    }

    /// The buffer grows with what arrives, and has the right size at once only for small bodies.
    private static byte[] toEnd(InputStream in, long announced, BodyMemory.Share share, long limit)
            throws IOException {
        byte[] bytes = new byte[(int) Math.min(SMALL, announced)];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int more = in.read();
                if (more < 0) {
                    return bytes;
                }
                bytes = Arrays.copyOf(bytes, larger(bytes.length, announced, share, limit));
                bytes[length++] = (byte) more;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += read;
        }
    }

    private static int larger(int size, long announced, BodyMemory.Share share, long limit) {
        if (size >= limit) {
            throw new RefusedException(Refusal.BodyTooLarge.over(limit));
        }
        long doubled = Math.max(SMALL, size * 2L);
        long wanted = size < announced ? Math.min(doubled, announced) : doubled;
        int next = (int) Math.min(wanted, limit);
        share.growTo(next);
        return next;
    }
}
