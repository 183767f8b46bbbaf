package dev.penstock.adapter.http;

import dev.penstock.adapter.http.responses.ResponseStore;
import dev.penstock.adapter.http.responses.ResponseStoreSettings;
import dev.penstock.domain.time.Ticker;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The listener. Running from [#start] to [#close()].
public final class HttpIn implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

    private final String host;
    private final WebServer server;
    private final ConnectionWatchdog watchdog = new ConnectionWatchdog();
    private final RunningRequests running = new RunningRequests();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final KeepAlive keepAlive;
    private final Duration drainTimeout;

    private HttpIn(ListenerSettings settings, ResponseStoreSettings responses, UseCases use,
            Administration administration, InstantSource clock, Ticker ticker) {
        this.host = settings.host();
        this.keepAlive = new KeepAlive(settings.commitAfter(), settings.keepAlive());
        this.drainTimeout = settings.drainTimeout();
        Http1Config http1 = Http1Config.builder()
                .maxHeadersSize(MAX_HEADER_BYTES)
                .maxPrologueLength(8192)
                .addReceiveListener(new FramingListener.Received())
                .addSendListener(new FramingListener.Sent())
                .build();
        WatchedSelector selector = new WatchedSelector(
                Http1ConnectionSelector.builder().config(http1).build(), clock, ticker,
                settings, watchdog);
        this.server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .backlog(4096)
                .maxTcpConnections(settings.maxConnections())
                .shutdownGracePeriod(LAST_MOMENT)
                .shutdownHook(false) // who starts the gateway stops it
                .idleConnectionTimeout(settings.idleTimeout())
                .connectionOptions(options -> options.tcpNoDelay(true))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(selector)
                .contentEncoding(new AnyEncoding())
                .featuresDiscoverServices(false)
                .addFeature(health(use, administration))
                .directHandlers(DirectAnswer.forAll())
                .routing(routing -> new Routes(use, running, keepAlive, new ResponseStore(responses, ticker))
                        .into(routing, settings, administration))
                .build();
    }

    /// Listens from when this returns.
    ///
    /// @throws UncheckedIOException if the address cannot be listened on; the cause says why
    public static HttpIn start(ListenerSettings settings, ResponseStoreSettings responses, UseCases use,
            Administration administration, InstantSource clock, Ticker ticker) {
        HttpIn in = new HttpIn(settings, responses, use, administration, clock, ticker);
        in.server.start();
        if (!in.server.isRunning()) {
            throw new UncheckedIOException(whyNot(settings));
        }
        in.watchdog.start();
        return in;
    }

    /// Helidon logs why it could not bind, and throws nothing: binding once more tells.
    private static IOException whyNot(ListenerSettings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(settings.host(), settings.port()));
            return new IOException("the listener did not start");
        } catch (IOException e) {
            return e;
        }
    }

    /// The port that was chosen, if any would do.
    public int port() {
        return server.port();
    }

    /// Blocks until connections are refused although the listener was not closed: Helidon's acceptor ends for good when it
    /// meets an error, such as that there is no file left. It does not report that, so connecting once in a while tells.
    public void awaitFailure() throws InterruptedException {
        do {
            Thread.sleep(PROBE_INTERVAL);
        } while (closed.get() || !refuses());
    }

    private boolean refuses() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(host, port()), (int) PROBE_INTERVAL.toMillis());
            return false;
        } catch (ConnectException _) {
            return !closed.get();
        } catch (IOException _) {
            return false; // no file left for the probe itself, for example
        }
    }

    /// How many requests are running.
    public int running() {
        return running.count();
    }

    /// Cancels the running requests that [#close()] waits for, now or later. Safe to call from any thread.
    public void hurry() {
        running.hurry();
    }

    /// Says that it is not ready, refuses new requests, lets running ones end within the drain time, tells those that have
    /// not that it stops, and then takes no more connections.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            running.drain(drainTimeout, LAST_MOMENT);
            watchdog.stop();
            server.stop();
            keepAlive.close();
        }
    }

    private ObserveFeature health(UseCases use, Administration administration) {
        List<HealthCheck> checks = new ArrayList<>();
        Map<String, BooleanSupplier> threads = new LinkedHashMap<>(administration.threads());
        threads.put("connection-watchdog", watchdog::isAlive);
        checks.add(new LivenessCheck(threads));
        checks.add(new PluginCheck(administration.plugins()));
        checks.add(new LedgerCheck(use.ledger()));
        use.providers()
                .health()
                .forEach(health -> checks
                        .add(new ProviderCheck(health, use.models().configured(health.id()))));
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .endpoint("/")
                .addObserver(HealthObserver.builder()
                        .endpoint("/health")
                        .details(true)
                        .useSystemServices(false)
                        .addCheck(() -> HealthCheckResponse.builder().status(!running.draining()).build(),
                                HealthCheckType.READINESS, "accepting-requests")
                        .addHealthChecks(checks)
                        .build())
                .build();
    }
}
