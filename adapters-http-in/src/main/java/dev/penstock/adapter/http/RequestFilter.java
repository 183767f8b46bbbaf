package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.pages.Cors;
import dev.penstock.adapter.http.pages.PageAccess;
import dev.penstock.adapter.http.pages.PageGuard;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/// Around every request: gives it an id, refuses what pages must not send, lets allowed pages read the answer, and reports
/// the end of the request to the connection. Ends the connection after an answer that says so: whatever follows, such as
/// a body that was not read, is not the next request.
final class RequestFilter implements Filter {
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final long LINGER_BYTES = 64L * 1024 * 1024;
    /// A rest of a body up to this length is read, so that the connection can be used again. Bytes.
    private static final long SMALL_BODY = 64L * 1024;

    private final PageGuard pages;
    private final Cors cors;

    RequestFilter(PageAccess access, String listener) {
        this.pages = new PageGuard(access, listener);
        this.cors = new Cors(access, pages);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ClientConnection client = ClientConnection.CURRENT.get();
        Optional<String> authority = withPath(request);
        String id = InboundRequest.newId();
        request.context().register(new InboundRequest(id, client.requestStart()));
        response.header(InboundRequest.ID_HEADER, id);
        if (MessagesRoutes.isAsked(request)) {
            response.header(MessagesRoutes.REQUEST_ID, id);
        }
        cors.allow(request, response);
        response.beforeSend(() -> {
            if (leavesBody(request)) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
        });
        try {
            Optional<ErrorAnswer> refusal = pages.refusal(request, authority);
            if (refusal.isPresent()) {
                Guard.send(request, response, refusal.get(), MessagesRoutes.errors(request));
            } else if (request.prologue().method().equals(Method.OPTIONS)) {
                cors.answerPreflight(request, response);
            } else {
                chain.proceed();
            }
            if (client.isClosing() && isUnread(request) && !isHeldBack(request) && !endsSoon(request)) {
                client.linger(LINGER, LINGER_BYTES);
            }
        } finally {
            client.requestDone(request.headers().containsToken(HeaderValues.CONNECTION_CLOSE));
        }
        if (client.isClosing()) {
            throw new CloseConnectionException("the answer was the last one of its connection");
        }
    }

    /// Has a request in absolute form routed by its path.
    ///
    /// @return the authority of its target; empty for another form
    private static Optional<String> withPath(RoutingRequest request) {
        HttpPrologue prologue = request.prologue();
        Optional<AbsoluteTarget> target = AbsoluteTarget.parse(prologue.uriPath().rawPath());
        target.map(AbsoluteTarget::path)
                .ifPresent(path -> request.prologue(prologue.withUriPath(UriPath.create(path))));
        return target.map(AbsoluteTarget::authority);
    }

    /// Whether a body is not read, and too long or too uncertain to be read behind the answer. A client that waits for
    /// `100 Continue` may send its body after an error or not.
    private static boolean leavesBody(ServerRequest request) {
        return isUnread(request) && (isHeldBack(request)
                || request.headers().contentLength().orElse(Long.MAX_VALUE) > SMALL_BODY);
    }

    private static boolean isUnread(ServerRequest request) {
        return request.content().hasEntity() && !request.content().consumed();
    }

    /// Reads a small body to its end.
    private static boolean endsSoon(ServerRequest request) {
        try {
            InputStream body = request.content().inputStream();
            body.skipNBytes(SMALL_BODY);
            return false;
        } catch (EOFException _) {
            return true;
        } catch (IOException | RuntimeException _) {
            return false; // partly read by the handler, broken, or the client has left
        }
    }

    private static boolean isHeldBack(ServerRequest request) {
        return request.headers().containsToken(HeaderValues.EXPECT_100);
    }
}
