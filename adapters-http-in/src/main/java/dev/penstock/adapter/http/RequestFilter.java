package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.pages.Cors;
import dev.penstock.adapter.http.pages.PageAccess;
import dev.penstock.adapter.http.pages.PageGuard;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;

/// Around every request: gives it an id, refuses what pages must not send, lets allowed pages read the answer, and reports
/// the end of the request to the connection.
final class RequestFilter implements Filter {
    private final PageGuard pages;
    private final Cors cors;

    RequestFilter(PageAccess access, String listener) {
        this.pages = new PageGuard(access, listener);
        this.cors = new Cors(access, pages);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ClientConnection client = ClientConnection.CURRENT.get();
        String id = InboundRequest.newId();
        request.context().register(new InboundRequest(id, client.requestStart()));
        response.header(InboundRequest.ID_HEADER, id);
        if (MessagesRoutes.isAsked(request)) {
            response.header(MessagesRoutes.REQUEST_ID, id);
        }
        cors.allow(request, response);
        try {
            Optional<ErrorAnswer> refusal = pages.refusal(request);
            if (refusal.isPresent()) {
                Guard.refuse(request, response, refusal.get(), MessagesRoutes.errors(request));
            } else if (request.prologue().method().equals(Method.OPTIONS)) {
                cors.answerPreflight(request, response);
            } else {
                chain.proceed();
            }
        } finally {
            client.requestDone(request.headers().containsToken(HeaderValues.CONNECTION_CLOSE));
        }
    }
}
