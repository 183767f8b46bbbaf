package dev.penstock.adapter.http;

import dev.penstock.adapter.http.responses.ResponseStore;
import dev.penstock.adapter.http.responses.ResponseStore.Owner;
import dev.penstock.application.Admission;
import dev.penstock.domain.access.Secret;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `GET` and `DELETE /v1/responses/{id}`: what the gateway keeps of its answers.
final class ResponsesRoute {
    private final Admission admission;
    private final ResponseStore store;

    ResponsesRoute(Admission admission, ResponseStore store) {
        this.admission = admission;
        this.store = store;
    }

    void get(ServerRequest request, ServerResponse response) {
        Owner owner = checked(request);
        String id = id(request);
        JsonAnswer.send(request, response,
                store.response(owner, id).orElseThrow(() -> notFound(id)).toBytes());
    }

    void delete(ServerRequest request, ServerResponse response) {
        Owner owner = checked(request);
        String id = id(request);
        if (!store.delete(owner, id)) {
            throw notFound(id);
        }
        // an id that was found has no character that JSON would escape
        JsonAnswer.send(request, response,
                ("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Owner checked(ServerRequest request) {
        Optional<Secret> key = InboundRequest.presentedKey(request, admission::accepts);
        admission.check(key);
        return Owner.of(key);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static RefusedException notFound(String id) {
        return new RefusedException(new Refusal.ResponseUnknown(id));
    }
}
