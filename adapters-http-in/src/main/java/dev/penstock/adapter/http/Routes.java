package dev.penstock.adapter.http;

import dev.penstock.adapter.http.chat.ChatDialect;
import dev.penstock.adapter.http.chat.TextDialect;
import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.adapter.http.messages.MessagesDialect;
import dev.penstock.adapter.http.responses.ResponseStore;
import dev.penstock.adapter.http.responses.ResponsesDialect;
import dev.penstock.application.Completions;
import dev.penstock.domain.chat.ClientApi;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is served at which path, by which methods.
final class Routes {
    private static final byte[] GREETING = """
            {"name":"Penstock","chat_completions":"/v1/chat/completions","messages":"/v1/messages","responses":"/v1/responses",\
            "completions":"/v1/completions","embeddings":"/v1/embeddings","models":"/v1/models","health":"/health"}
            """
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] HELLO = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
    /// People leave the version out of the base URL, or write it twice.
    private static final List<String> PREFIXES = List.of("/v1", "", "/v1/v1");

    private final UseCases use;
    private final RunningRequests running;
    private final KeepAlive keepAlive;
    private final ResponseStore store;

    Routes(UseCases use, RunningRequests running, KeepAlive keepAlive, ResponseStore store) {
        this.use = use;
        this.running = running;
        this.keepAlive = keepAlive;
        this.store = store;
    }

    void into(HttpRouting.Builder routing, ListenerSettings settings, Administration administration) {
        RequestBody body = new RequestBody(settings.bodyLimit(), new BodyMemory(settings.bodyMemory()));
        RequestIntake intake = new RequestIntake(use.admission(), use.interceptors(), body, running);
        Handler chat = completions(new ChatDialect(), use.chats(), intake);
        Handler texts = completions(new TextDialect(), use.texts(), intake);
        Handler responses = completions(
                new ResponsesDialect(store, () -> use.providers().relay(ClientApi.RESPONSES)),
                use.chats(), intake);
        Handler embeddings = new EmbeddingsRoute(intake, use.embeddings());
        MessagesDialect dialect = new MessagesDialect(() -> use.providers().relay(ClientApi.MESSAGES));
        MessagesRoutes messages = new MessagesRoutes(completions(dialect, use.chats(), intake),
                new TokenCountRoute(intake, dialect, use.tokenCounts()));
        ResponsesRoute stored = new ResponsesRoute(use.admission(), store);
        ModelsRoute models = new ModelsRoute(use.admission(), use.models());
        routing.addFilter(new RequestFilter(settings.pages(), settings.host()));
        serve(routing, "/", Map.of(Method.POST, chat, Method.GET, Routes::greet));
        for (String prefix : PREFIXES) {
            serve(routing, prefix + "/chat/completions", Map.of(Method.POST, chat));
            serve(routing, prefix + "/completions", Map.of(Method.POST, texts));
            serve(routing, prefix + "/embeddings", Map.of(Method.POST, embeddings));
            routing.route(Method.GET, prefix + "/responses",
                    noWebSocket(notAllowed("POST", ErrorBody.OPENAI)));
            serve(routing, prefix + "/responses", Map.of(Method.POST, responses));
            serve(routing, prefix + "/responses/{id}",
                    Map.of(Method.GET, stored::get, Method.DELETE, stored::delete));
            serve(routing, prefix + "/models", Map.of(Method.GET, MessagesRoutes.orOpenAi(models::list)));
            serve(routing, prefix + "/models/{+id}",
                    Map.of(Method.GET, MessagesRoutes.orOpenAi(models::one)));
            serve(routing, prefix + "/api/hello", Map.of(Method.GET, Routes::hello));
            messages.under(prefix)
                    .forEach((path, handlers) -> serve(routing, path, handlers, MessagesRoutes.ERRORS));
            routing.any(prefix + "/messages/{+rest}", MessagesRoutes::nothing);
        }
        serve(routing, "/v1/route/explain",
                Map.of(Method.POST, new ExplainRoute(use.admission(), use.explain(), body)));
        administration.key()
                .ifPresent(key -> new AdminRoutes(administration.plugins(), key).all()
                        .forEach((path, handlers) -> serve(routing, path, handlers)));
    }

    private Handler completions(ClientDialect dialect, Completions completions, RequestIntake intake) {
        return new CompletionRoute(dialect, completions, intake, keepAlive);
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

    /// What Claude Code requests at its start, to open a connection.
    private static void hello(ServerRequest request, ServerResponse response) {
        JsonAnswer.send(request, response, HELLO);
    }

    /// Codex asks for a WebSocket first where it is told to. After 426 it goes on with POST at once and for the rest of the
    /// session; after any other status it tries five more times.
    private static Handler noWebSocket(Handler otherwise) {
        return (request, response) -> {
            if (!request.headers().first(HeaderNames.UPGRADE).orElse("").equalsIgnoreCase("websocket")) {
                otherwise.handle(request, response);
                return;
            }
            Guard.send(request, response, ErrorAnswer.of(426, "WebSockets are not served at "
                    + request.path().path() + "; use POST.", "upgrade_required"), ErrorBody.OPENAI);
        };
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
}
