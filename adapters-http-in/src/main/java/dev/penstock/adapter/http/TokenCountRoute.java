package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.messages.MessagesDialect;
import dev.penstock.application.Caller;
import dev.penstock.application.ClientRequest;
import dev.penstock.application.TokenCounts;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.openai.wire.ChatJson;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/messages/count_tokens`: the upstream's count if it speaks the Messages API, else an estimate. The prompt may
/// reach an upstream, so it passes the interceptors first.
final class TokenCountRoute implements Handler, RequestIntake.Reading<TokenCountRoute.Prompt> {
    private final RequestIntake intake;
    private final MessagesDialect dialect;
    private final TokenCounts counts;

    /// @param body as the interceptors left it
    /// @param counted for an upstream that speaks the API; empty if only an estimate is possible
    /// @param memory takes the tree that an estimate needs
    record Prompt(ChatRequest head, JsonText body, Optional<ClientRequest> counted, RequestMemory memory) {}

    TokenCountRoute(RequestIntake intake, MessagesDialect dialect, TokenCounts counts) {
        this.intake = intake;
        this.dialect = dialect;
        this.counts = counts;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.MESSAGES;
    }

    @Override
    public Prompt read(byte[] body, Map<String, String> headers, Caller caller,
            RequestMemory memory) {
        Optional<ClientRequest> counted = dialect.counted(body, headers);
        return new Prompt(counted.map(ClientRequest::head).orElseGet(() -> ChatJson.read(body, headers)),
                JsonText.owning(body), counted, memory);
    }

    @Override
    public ChatRequest head(Prompt prompt) {
        return prompt.head();
    }

    @Override
    public Optional<String> sessionId(Prompt prompt) {
        return Optional.empty(); // no line in the ledger
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        intake.takeUnrecorded(request, this, dialect.mayBeRelayed(), (grant, prompt, _, cancellation) -> {
            byte[] json = prompt.counted()
                    .flatMap(asked -> counts.count(grant, asked, cancellation))
                    .map(JsonText::toBytes)
                    .orElseGet(
                            () -> MessagesDialect.estimatedTokens(prompt.body().toBytes(), prompt.memory()));
            JsonAnswer.send(request, response, json);
        });
    }
}
