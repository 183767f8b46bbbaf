package dev.penstock.openai.upstream;

import dev.penstock.domain.port.Cancellation;
import dev.penstock.spi.Proxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// [UpstreamHttp] on Apache HttpClient 5, its classic part: blocking calls, made for virtual threads.
public final class ApacheUpstreamHttp implements UpstreamHttp {
    private static final int MAX_STALE_IN_A_ROW = 3;

    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;

    /// @param proxy as in [dev.penstock.spi.PluginContext]
    public ApacheUpstreamHttp(TransportSettings settings, Function<URI, Optional<Proxy>> proxy) {
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setBufferSize(8192) // the default of 32 KiB doubles the heap of an idle stream
                                .setMaxLineLength(64 * 1024)
                                .setMaxHeaderCount(200)
                                .build())
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).setSoKeepAlive(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(settings.connectTimeout()))
                        .setSocketTimeout(timeout(settings.connectTimeout())) // for TLS; each request sets its own
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND) // ExchangeExecutor sees more
                        .setTimeToLive(TimeValue.ofMinutes(10)) // so that a change of address is noticed
                        .build())
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .build();
        client = HttpClients.custom()
                .setConnectionManager(pool)
                .setRequestExecutor(new ExchangeExecutor())
                .setRoutePlanner(new ProxyPlanner(proxy))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(settings.poolTimeout()))
                        .setDefaultKeepAlive(settings.idleTimeout().toMillis(),
                                java.util.concurrent.TimeUnit.MILLISECONDS)
                        .build())
                .evictIdleConnections(TimeValue.ofMilliseconds(settings.idleTimeout().toMillis()))
                .evictExpiredConnections()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .disableConnectionState()
                .build();
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request, Cancellation cancellation)
            throws TransportException {
        for (int stale = 0;; stale++) {
            cancellation.throwIfHappened();
            Exchange exchange = new Exchange(request);
            HttpUriRequestBase message = message(request);
            Cancellation.Registration registration = cancellation.onCancel(message::cancel);
            boolean answered = false;
            try {
                HttpHost target = new HttpHost(request.uri().getScheme(), request.uri().getHost(),
                        request.uri().getPort());
                ClassicHttpResponse response = client.executeOpen(target, message, contextOf(exchange));
                answered = true;
                return new ApacheResponse(message, response, exchange, cancellation, registration);
            } catch (StaleConnectionException e) {
                if (stale >= MAX_STALE_IN_A_ROW) {
                    throw failure(exchange, e, cancellation);
                }
                pool.closeIdle(TimeValue.ZERO_MILLISECONDS); // where one has gone stale, its neighbours have, too
            } catch (IOException | IllegalStateException e) {
                throw failure(exchange, e, cancellation);
            } finally {
                if (!answered) {
                    registration.close();
                }
            }
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static HttpClientContext contextOf(Exchange exchange) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(Exchange.class.getName(), exchange);
        return context;
    }

    private HttpUriRequestBase message(UpstreamRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(message::addHeader);
        request.body().ifPresent(body -> message.setEntity(new JsonEntity(body)));
        return message;
    }

    private static TransportException failure(Exchange exchange, Exception e, Cancellation cancellation) {
        if (cancellation.happened()) {
            CancellationException left = new CancellationException("the client is gone");
            left.initCause(e);
            throw left;
        }
        return exchange.failureBeforeBody(e);
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    private static final class ProxyPlanner extends DefaultRoutePlanner {
        private final Function<URI, Optional<Proxy>> proxy;

        ProxyPlanner(Function<URI, Optional<Proxy>> proxy) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxy = proxy;
        }

        @Override
        @SuppressWarnings("NullAway") // null means "no proxy" to the library, which is not annotated
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            Optional<Proxy> chosen = proxy.apply(URI.create(target.toURI()));
            if (context.getAttribute(Exchange.class.getName()) instanceof Exchange exchange) {
                exchange.goesThrough(chosen);
            }
            return chosen.map(one -> new HttpHost(one.scheme(), one.host(), one.port())).orElse(null);
        }
    }
}
