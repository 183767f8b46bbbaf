package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.adapter.http.messages.MessagesErrors;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/// What is served to clients of Anthropic's API.
final class MessagesRoutes {
    static final ErrorBody ERRORS = MessagesErrors.INSTANCE;

    /// What Anthropic calls the header with the request's id.
    static final HeaderName REQUEST_ID = HeaderNames.create("request-id");
    private static final HeaderName VERSION = HeaderNames.create("anthropic-version");

    private final Handler messages;
    private final Handler tokenCounts;

    MessagesRoutes(Handler messages, Handler tokenCounts) {
        this.messages = messages;
        this.tokenCounts = tokenCounts;
    }

    /// Whether the client speaks this API, which on a path that others use, too, only a header tells.
    static boolean isAsked(ServerRequest request) {
        return request.headers().contains(VERSION) || request.path().path().contains("/messages");
    }

    /// How errors are written for the API that is asked.
    static ErrorBody errors(ServerRequest request) {
        return isAsked(request) ? ERRORS : ErrorBody.OPENAI;
    }

    /// Around a handler that answers in this API if it is asked in it: errors are then told in it, too.
    static Handler orOpenAi(Handler handler) {
        Handler told = Guard.around(handler, ERRORS);
        return (request, response) -> (isAsked(request) ? told : handler).handle(request, response);
    }

    /// For paths of Anthropic's that are not served.
    static void nothing(ServerRequest request, ServerResponse response) {
        Guard.send(request, response, ErrorAnswer.of(404, "Nothing is served at " + request.path().path()
                + "; messages are at /v1/messages.", "not_found"), ERRORS);
    }

    /// The handlers of each path that stands under a prefix.
    Map<String, Map<Method, Handler>> under(String prefix) {
        return Map.of(prefix + "/messages", Map.of(Method.POST, messages),
                prefix + "/messages/count_tokens", Map.of(Method.POST, tokenCounts));
    }
}
