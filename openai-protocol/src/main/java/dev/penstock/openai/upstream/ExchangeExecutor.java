package dev.penstock.openai.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// One exchange over one connection. Beyond what the library does, it finds stale connections before it sends, gives the
/// head and the body time-outs of their own, and delivers an answer that came before the request was sent whole.
final class ExchangeExecutor extends HttpRequestExecutor {
    /// A look costs a millisecond, and a connection that served just now is no more likely to be dead than any other.
    private static final long TRUSTED_NANOS = Duration.ofMillis(50).toNanos();
    private static final Timeout GLANCE = Timeout.ofMilliseconds(1);
    private static final Timeout EARLY_ANSWER = Timeout.ofSeconds(1);

    private final Map<HttpClientConnection, Long> lastHead = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback information, HttpContext context)
            throws IOException, HttpException {
        if (!(context.getAttribute(Exchange.class.getName()) instanceof Exchange exchange)) {
            return super.execute(request, connection, information, context);
        }
        if (Method.CONNECT.isSame(request.getMethod())) { // a tunnel through a proxy
            authorize(request, exchange);
            ClassicHttpResponse response = super.execute(request, connection, information, context);
            return throughProxy(response, response.getCode() < HttpStatus.SC_REDIRECTION, connection);
        }
        RouteInfo route = HttpClientContext.cast(context).getHttpRoute();
        if (route.getProxyHost() != null && !route.isTunnelled()) {
            authorize(request, exchange);
        }
        refuseIfStale(connection);
        exchange.sending(connection);
        exchange.patience(timeout(exchange.request().headTimeout()));
        IOException unsent = send(request, connection);
        if (unsent != null) {
            exchange.patience(EARLY_ANSWER);
        }
        ClassicHttpResponse response = receive(request, connection, unsent);
        var _ = throughProxy(response, response.getCode() != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED,
                connection);
        lastHead.put(connection, System.nanoTime());
        exchange.patience(timeout(exchange.request().silenceTimeout()));
        return response;
    }

    private static void authorize(ClassicHttpRequest request, Exchange exchange) {
        exchange.proxyAuthorization()
                .ifPresent(secret -> request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, secret.reveal()));
    }

    /// @param passed whether the response says that the proxy let the request through
    private static ClassicHttpResponse throughProxy(ClassicHttpResponse response, boolean passed,
            HttpClientConnection connection) throws IOException {
        if (!passed) {
            connection.close(CloseMode.IMMEDIATE);
            throw new ProxyRefusedException(response.getCode());
        }
        return response;
    }

    private void refuseIfStale(HttpClientConnection connection) throws IOException {
        Long last = lastHead.get(connection);
        if (last == null || System.nanoTime() - last < TRUSTED_NANOS) {
            return;
        }
        // Data on an idle connection answers no request: some servers say 408 when they lose patience.
        if (connection.isStale() || connection.isDataAvailable(GLANCE)) {
            connection.close(CloseMode.IMMEDIATE);
            throw new StaleConnectionException();
        }
    }

    /// Sends the request; what it returns went wrong while it did, and need not be the last word.
    private static @Nullable IOException send(ClassicHttpRequest request, HttpClientConnection connection)
            throws IOException, HttpException {
        try {
            connection.sendRequestHeader(request);
            if (request.getEntity() != null) {
                connection.sendRequestEntity(request);
            }
            connection.flush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static ClassicHttpResponse receive(ClassicHttpRequest request, HttpClientConnection connection,
            @Nullable IOException unsent) throws IOException, HttpException {
        ClassicHttpResponse response;
        try {
            do {
                response = connection.receiveResponseHeader();
            } while (response.getCode() < HttpStatus.SC_SUCCESS
                    && response.getCode() != HttpStatus.SC_SWITCHING_PROTOCOLS);
        } catch (IOException | HttpException e) {
            connection.close(CloseMode.IMMEDIATE);
            if (unsent != null) {
                unsent.addSuppressed(e);
                throw unsent;
            }
            throw e;
        }
        if (unsent != null) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        if (!Method.HEAD.isSame(request.getMethod()) && response.getCode() != HttpStatus.SC_NO_CONTENT
                && response.getCode() != HttpStatus.SC_NOT_MODIFIED) {
            connection.receiveResponseEntity(response);
        }
        return response;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }
}
