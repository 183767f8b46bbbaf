package dev.penstock.openai.upstream;

import dev.penstock.domain.port.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/// A response of Apache HttpClient, closed by its rules: what was not read to its end is cancelled first, because a mere
/// close would read on, for ever if need be.
final class ApacheResponse implements UpstreamResponse {
    private static final Timeout MOMENT = Timeout.ofMilliseconds(20);
    private static final long MOMENTS_NANOS = Duration.ofMillis(40).toNanos();

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Exchange exchange;
    private final Cancellation cancellation;
    private final Cancellation.Registration registration;
    private final InputStream body;
    private boolean ended;

    ApacheResponse(HttpUriRequestBase request, ClassicHttpResponse response, Exchange exchange,
            Cancellation cancellation, Cancellation.Registration registration) throws IOException {
        this.request = request;
        this.response = response;
        this.exchange = exchange;
        this.cancellation = cancellation;
        this.registration = registration;
        HttpEntity entity = response.getEntity();
        this.body = new Body(entity == null ? InputStream.nullInputStream() : entity.getContent());
        this.ended = entity == null;
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> all = new HashMap<>();
        for (Header header : response.getHeaders()) {
            all.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return all;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void patience(Duration longest) {
        exchange.patience(Timeout.ofMilliseconds(Math.max(1, longest.toMillis())));
    }

    @Override
    public void finish() {
        if (ended) {
            return;
        }
        long start = System.nanoTime();
        try {
            exchange.patience(MOMENT);
            byte[] rest = new byte[1024];
            while (body.read(rest) >= 0) {
                if (System.nanoTime() - start > MOMENTS_NANOS) {
                    return;
                }
            }
        } catch (IOException | CancellationException _) {
            // then it is not used again
        }
    }

    @Override
    public void close() {
        registration.close();
        if (!ended) {
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException _) {
            // it was cancelled, or everything of it had been read
        }
    }

    /// The entity's stream, with failures that say what they mean.
    private final class Body extends InputStream {
        private final InputStream content;

        Body(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int read = content.read(target, offset, length);
                ended |= read < 0;
                cancellation.throwIfHappened();
                return read;
            } catch (IOException e) {
                cancellation.throwIfHappened();
                throw exchange.failureInBody(e);
            }
        }
    }
}
