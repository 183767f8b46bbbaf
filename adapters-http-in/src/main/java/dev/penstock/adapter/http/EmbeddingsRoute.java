package dev.penstock.adapter.http;

import dev.penstock.application.EmbeddingRequests;
import dev.penstock.openai.wire.ChatJson;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `POST /v1/embeddings`.
final class EmbeddingsRoute implements Handler {
    private final RequestIntake intake;
    private final EmbeddingRequests embeddings;

    EmbeddingsRoute(RequestIntake intake, EmbeddingRequests embeddings) {
        this.intake = intake;
        this.embeddings = embeddings;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        intake.take(request, (body, headers, _) -> ChatJson.read(body, headers, "input"),
                (grant, asked, cancellation) -> JsonAnswer.send(request, response,
                        AttemptHeaders.around(response,
                                grant, () -> embeddings.embed(grant, asked, cancellation).json().toBytes())));
    }
}
