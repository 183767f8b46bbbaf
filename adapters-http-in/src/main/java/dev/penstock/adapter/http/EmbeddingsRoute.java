package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.session.SessionMembers;
import dev.penstock.application.Caller;
import dev.penstock.application.EmbeddingRequests;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.openai.wire.ChatJson;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/embeddings`.
final class EmbeddingsRoute implements Handler, RequestIntake.Reading<ChatRequest> {
    private final RequestIntake intake;
    private final EmbeddingRequests embeddings;

    EmbeddingsRoute(RequestIntake intake, EmbeddingRequests embeddings) {
        this.intake = intake;
        this.embeddings = embeddings;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.EMBEDDINGS;
    }

    @Override
    public ChatRequest read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        return ChatJson.read(body, headers, "input");
    }

    @Override
    public ChatRequest head(ChatRequest request) {
        return request;
    }

    @Override
    public Optional<String> sessionId(ChatRequest request) {
        return SessionMembers.read(request.body());
    }

    /// No prompt is cached for embeddings.
    @Override
    public Optional<AffinityKey> promptKey(ChatRequest request) {
        return Optional.empty();
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        intake.take(request, this, (grant, asked, copy, cancellation) -> {
            byte[] json = AttemptHeaders.around(response, grant,
                    () -> embeddings.embed(grant, asked, cancellation).json().toBytes());
            JsonAnswer.send(request, response, json);
            copy.add(json, json.length);
        });
    }
}
