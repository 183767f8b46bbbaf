package dev.penstock.adapter.http;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a JSON body, as far as the limit goes.
final class RequestBody {
    private final long limit;

    RequestBody(long limit) {
        this.limit = limit;
    }

    /// Reads all of it.
    ///
    /// @throws RefusedException if it is of another type than JSON, or longer than the limit
    byte[] read(ServerRequest request) {
        checkType(request);
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > limit) {
            throw new RefusedException(new Refusal.BodyTooLarge(limit));
        }
        InputStream in = request.content().inputStream(); // closing it would read over what is refused
        try {
            return length.isPresent() ? exactly(in, (int) length.getAsLong()) : toEnd(in);
        } catch (NumberFormatException e) {
            throw new RefusedException(new Refusal.RequestInvalid(
                    "The chunks of the request body do not tell their lengths.", Optional.empty(),
                    "invalid_body"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = in.readNBytes(bytes, 0, length);
        if (read < length) {
            throw new IOException("the client left within its request");
        }
        return bytes;
    }

    private byte[] toEnd(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > limit) {
                throw new RefusedException(new Refusal.BodyTooLarge(limit));
            }
        }
        return bytes.toByteArray();
    }
}
