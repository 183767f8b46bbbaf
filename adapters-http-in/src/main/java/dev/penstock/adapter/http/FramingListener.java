package dev.penstock.adapter.http;

import io.helidon.http.BadRequestException;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.DirectTransportRequest;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.Locale;

/// Tells a [ClientConnection] what the server reads and sends: a head, whether a chunked body follows, and whether the
/// connection ends with the answer. Refuses heads that the server lets pass.
final class FramingListener {
    private FramingListener() {}

    /// Of what is read.
    static final class Received implements Http1ConnectionListener {
        @Override
        public void prologue(ConnectionContext context, HttpPrologue prologue) {
            ClientConnection.CURRENT.get().headBegins();
            if (prologue.method().equals(Method.CONNECT)) {
                throw RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .status(Status.METHOD_NOT_ALLOWED_405)
                        .request(DirectTransportRequest.create(prologue, ServerRequestHeaders.create()))
                        .setKeepAlive(false)
                        .message("CONNECT")
                        .build();
            }
            String target = prologue.uriPath().rawPath();
            if (!target.startsWith("/") && AbsoluteTarget.parse(target).isEmpty()) {
                throw new BadRequestException("A request target that is neither a path nor an address");
            }
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            for (Header header : headers) {
                if (header.name().isEmpty()) {
                    throw new BadRequestException("A header without a name");
                }
            }
            ClientConnection client = ClientConnection.CURRENT.get();
            client.headRead();
            if (headers.contains(HeaderNames.TRANSFER_ENCODING)
                    && headers.get(HeaderNames.TRANSFER_ENCODING)
                            .get()
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals("chunked")) {
                client.bodyIsChunked(context.dataReader());
            }
        }
    }

    /// Of what is sent. The server itself reads on after an answer that says `Connection: close`.
    static final class Sent implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
                ClientConnection.CURRENT.get().closeAfterRequest();
            }
        }
    }
}
