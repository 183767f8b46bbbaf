package dev.penstock.adapter.http;

import dev.penstock.application.EmbeddingRequests;
import dev.penstock.application.Grant;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Embeddings;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
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
                (grant, asked, cancellation) -> answer(grant, asked, cancellation, request, response));
    }

    private void answer(Grant grant, ChatRequest asked, Cancellation cancellation, ServerRequest request,
            ServerResponse response) {
        try {
            Embeddings answer = embeddings.embed(grant, asked, cancellation);
            AttemptHeaders.add(response, grant);
            JsonAnswer.send(request, response, answer.json().toBytes());
        } catch (UpstreamException e) {
            AttemptHeaders.addToFailure(response, grant, e.failure());
            throw e;
        }
    }
}
