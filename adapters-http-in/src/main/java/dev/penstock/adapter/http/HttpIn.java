package dev.penstock.adapter.http;

import dev.penstock.adapter.http.chat.ChatDialect;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.adapter.http.responses.ResponseStore;
import dev.penstock.adapter.http.responses.ResponseStoreSettings;
import dev.penstock.adapter.http.responses.ResponsesDialect;
import dev.penstock.application.Admission;
import dev.penstock.application.ChatCompletions;
import dev.penstock.application.Explain;
import dev.penstock.application.Models;
import dev.penstock.application.Providers;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The listener and its routes. Running from [#start] to [#close()].
public final class HttpIn implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final byte[] GREETING = """
            {"name":"Penstock","chat_completions":"/v1/chat/completions","responses":"/v1/responses","models":"/v1/models","health":"/health"}
            """
            .getBytes(StandardCharsets.UTF_8);

    private final WebServer server;
    private final Thread watchman;
    private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

    private final RunningRequests running = new RunningRequests();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final KeepAlive keepAlive;
    private final Duration drainTimeout;

    private HttpIn(ListenerSettings settings, UseCases use, InstantSource clock) {
        this.keepAlive = new KeepAlive(settings.commitAfter(), settings.keepAlive());
        this.drainTimeout = settings.drainTimeout();
        Http1Config http1 = Http1Config.builder()
                .maxHeadersSize(MAX_HEADER_BYTES)
                .maxPrologueLength(8192)
                .build();
        WatchedSelector selector = new WatchedSelector(
                Http1ConnectionSelector.builder().config(http1).build(), clock,
                settings);
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
                .addFeature(health(use.providers()))
                .directHandlers(DirectAnswer.forAll())
                .routing(routing -> route(routing, settings, use, clock))
                .build();
        this.watchman = Thread.ofVirtual().name("connection-watchman").unstarted(() -> watch(selector));
    }

    /// What the routes need from inside.
    public record UseCases(Admission admission, ChatCompletions completions, Models models,
            Explain explain, Providers providers) {}

    /// Listens from when this returns.
    ///
    /// @throws UncheckedIOException if the address cannot be listened on; the cause says why
    public static HttpIn start(ListenerSettings settings, UseCases use, InstantSource clock) {
        HttpIn in = new HttpIn(settings, use, clock);
        in.server.start();
        if (!in.server.isRunning()) {
            throw new UncheckedIOException(whyNot(settings));
        }
        in.watchman.start();
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

    /// Says that it is not ready, refuses new requests, lets running ones end within the drain time, tells those that have
    /// not that it stops, and then takes no more connections.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            running.drain(drainTimeout, LAST_MOMENT);
            watchman.interrupt();
            server.stop();
            keepAlive.close();
        }
    }

    private void route(HttpRouting.Builder routing, ListenerSettings settings, UseCases use,
            InstantSource clock) {
        RequestBody body = new RequestBody(settings.bodyLimit(), new BodyMemory(settings.bodyMemory()));
        Handler chat = new CompletionRoute(new ChatDialect(), use.admission(), use.completions(), body,
                running,
                keepAlive);
        ResponseStore store = new ResponseStore(ResponseStoreSettings.usual(), clock);
        Handler responses = new CompletionRoute(new ResponsesDialect(store), use.admission(),
                use.completions(),
                body, running, keepAlive);
        ResponsesRoute stored = new ResponsesRoute(use.admission(), store);
        ModelsRoute models = new ModelsRoute(use.admission(), use.models());
        routing.addFilter(new RequestFilter(new Cors(settings.corsOrigins())));
        serve(routing, "/", Map.of(Method.POST, chat, Method.GET, HttpIn::greet));
        // People leave the version out of the base URL, or write it twice.
        for (String prefix : List.of("/v1", "", "/v1/v1")) {
            serve(routing, prefix + "/chat/completions", Map.of(Method.POST, chat));
            serve(routing, prefix + "/responses", Map.of(Method.POST, responses));
            serve(routing, prefix + "/responses/{id}",
                    Map.of(Method.GET, stored::get, Method.DELETE, stored::delete));
            serve(routing, prefix + "/models", Map.of(Method.GET, models::list));
            serve(routing, prefix + "/models/{+id}", Map.of(Method.GET, models::one));
        }
        serve(routing, "/v1/route/explain",
                Map.of(Method.POST, new ExplainRoute(use.admission(), use.explain(), body)));
    }

    /// Serves a path by these methods alone, a HEAD as a GET.
    private static void serve(HttpRouting.Builder routing, String path, Map<Method, Handler> handlers) {
        serve(routing, path, handlers, ErrorBody.OPENAI);
    }

    private static void serve(HttpRouting.Builder routing, String path, Map<Method, Handler> handlers,
            ErrorBody errors) {
        List<String> allowed = new ArrayList<>();
        handlers.forEach((method, handler) -> {
            Handler guarded = Guard.around(handler, errors);
            routing.route(method, path, guarded);
            allowed.add(method.text());
            if (method.equals(Method.GET)) {
                routing.route(Method.HEAD, path, guarded);
                allowed.add(Method.HEAD.text());
            }
        });
        routing.any(path, notAllowed(allowed.stream().sorted().collect(Collectors.joining(", ")), errors));
    }

    private static void greet(ServerRequest request, ServerResponse response) {
        JsonAnswer.send(request, response, GREETING);
    }

    private static Handler notAllowed(String methods, ErrorBody errors) {
        return (request, response) -> {
            response.header(HeaderNames.ALLOW, methods);
            Guard.send(request, response,
                    ErrorAnswer.of(405, request.prologue().method().text() + " is not possible at "
                            + request.path().path() + "; use " + methods + ".", "method_not_allowed"),
                    errors);
        };
    }

    private ObserveFeature health(Providers providers) {
        List<HealthCheck> checks = new ArrayList<>();
        providers.health().forEach(health -> checks.add(new ProviderCheck(health)));
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .endpoint("/")
                .addObserver(HealthObserver.builder()
                        .endpoint("/health")
                        .details(true)
                        .useSystemServices(false)
                        .addCheck(() -> HealthCheckResponse.builder().status(!running.draining()).build(),
                                HealthCheckType.READINESS, "accepting-requests")
                        .addCheck(() -> HealthCheckResponse.builder().status(true).build(),
                                HealthCheckType.LIVENESS,
                                "running")
                        .addHealthChecks(checks)
                        .build())
                .build();
    }

    private static void watch(WatchedSelector selector) {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                selector.closeOverdue();
            }
        } catch (InterruptedException _) {
            // the listener is stopping
        }
    }
}
