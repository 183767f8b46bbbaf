package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Around every request: gives it an id, lets pages of other origins ask, and tells the connection when it is over.
final class RequestFilter implements Filter {
    private final Cors cors;

    RequestFilter(Cors cors) {
        this.cors = cors;
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
            if (cors.forbids(request)) {
                Guard.send(request, response, ErrorAnswer.of(403,
                        "Pages of this origin may not ask here; 'listener.cors-origins' says which may.",
                        "origin_not_allowed"), ErrorBody.OPENAI);
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
