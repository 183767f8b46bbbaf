package dev.penstock.openai.upstream;

import dev.penstock.domain.access.Secret;
import dev.penstock.openai.upstream.TransportException.Reason;
import dev.penstock.spi.Proxy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// How far one request has come, and what its failures are called.
final class Exchange {
    private final UpstreamRequest request;
    private Optional<Secret> proxyAuthorization = Optional.empty();
    private @Nullable HttpClientConnection connection;

    Exchange(UpstreamRequest request) {
        this.request = request;
    }

    UpstreamRequest request() {
        return request;
    }

    /// The way that was chosen: through a proxy, or directly.
    void goesThrough(Optional<Proxy> proxy) {
        proxyAuthorization = proxy.flatMap(Proxy::authorization);
    }

    /// What the proxy on the way has to be told; empty if there is none, or it asks for nothing.
    Optional<Secret> proxyAuthorization() {
        return proxyAuthorization;
    }

    /// The request is about to go out over this connection.
    void sending(HttpClientConnection over) {
        connection = over;
    }

    /// From now on a read may wait for no longer than this.
    void patience(Timeout timeout) {
        HttpClientConnection over = connection;
        if (over != null) {
            over.setSocketTimeout(timeout);
        }
    }

    TransportException failureBeforeBody(Exception e) {
        if (e instanceof ConnectionRequestTimeoutException) {
            return new TransportException(Reason.EXHAUSTED, "all connections to " + peer() + " are in use",
                    e);
        }
        if (e instanceof ProxyRefusedException) {
            return new TransportException(Reason.UNREACHABLE,
                    "the proxy refused the way to " + peer() + ": " + e.getMessage(), e);
        }
        if (connection == null) {
            return new TransportException(Reason.UNREACHABLE, unreachable(e), e);
        }
        if (e instanceof SocketTimeoutException) {
            return new TransportException(Reason.NO_HEAD, peer() + " gave no answer within "
                    + DurationText.of(request.headTimeout()), e);
        }
        if (e instanceof NoHttpResponseException || e instanceof StaleConnectionException) {
            return new TransportException(Reason.BROKEN, peer() + " closed the connection without an answer",
                    e);
        }
        return new TransportException(Reason.BROKEN,
                "the connection to " + peer() + " broke before an answer came", e);
    }

    TransportException failureInBody(IOException e) {
        return e instanceof SocketTimeoutException
                ? new TransportException(Reason.SILENT,
                        peer() + " was silent for " + DurationText.of(request.silenceTimeout())
                                + " in the middle of its answer",
                        e)
                : new TransportException(Reason.BROKEN,
                        peer() + " broke the connection off in the middle of its answer",
                        e);
    }

    private String unreachable(Exception e) {
        if (e instanceof UnknownHostException) {
            return "the host name " + request.uri().getHost() + " is unknown";
        }
        if (e instanceof ConnectTimeoutException || e instanceof SocketTimeoutException) {
            return "no connection to " + peer() + " came about in time";
        }
        if (e instanceof SSLException) {
            return "no secure connection to " + peer() + " came about: " + e.getMessage();
        }
        boolean refused = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
        return refused ? peer() + " refused the connection" : peer() + " cannot be reached";
    }

    private String peer() {
        int port = request.uri().getPort();
        return port < 0 ? request.uri().getHost() : request.uri().getHost() + ":" + port;
    }
}
