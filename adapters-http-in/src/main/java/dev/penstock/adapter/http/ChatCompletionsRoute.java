package dev.penstock.adapter.http;

import dev.penstock.application.Admission;
import dev.penstock.application.ChatCompletions;
import dev.penstock.application.Grant;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.openai.wire.ChatJson;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;

/// `POST /v1/chat/completions`, and the shorter paths that mean the same.
final class ChatCompletionsRoute implements Handler {
    private static final System.Logger LOGGER = System.getLogger(ChatCompletionsRoute.class.getName());

    private final Admission admission;
    private final ChatCompletions completions;
    private final RequestBody body;

    ChatCompletionsRoute(Admission admission, ChatCompletions completions, RequestBody body) {
        this.admission = admission;
        this.completions = completions;
        this.body = body;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        try (Grant grant = admission.admit(InboundRequest.of(request).caller(request))) {
            ChatRequest asked = read(grant, request);
            Cancellation cancellation = new Cancellation();
            ClientConnection.CURRENT.get().onDisconnect(cancellation::cancel);
            if (asked.stream()) {
                stream(grant, asked, response, cancellation);
            } else {
                ChatCompletion completion = completions.complete(grant, asked, cancellation);
                response.header(HeaderValues.CONTENT_TYPE_JSON).send(completion.json().toBytes());
            }
        }
    }

    private ChatRequest read(Grant grant, ServerRequest request) {
        try {
            return ChatJson.read(body.read(request), ClientHeaders.of(request));
        } catch (RefusedException e) {
            grant.refuse(e.refusal());
            throw e;
        } catch (UncheckedIOException | ServerConnectionException
                | DataReader.InsufficientDataAvailableException e) {
            grant.abandon();
            throw new CloseConnectionException("the client left within its request", e);
        }
    }

    private void stream(Grant grant, ChatRequest asked, ServerResponse response, Cancellation cancellation) {
        EventStream events = new EventStream(response);
        try {
            var _ = completions.stream(grant, asked, events, cancellation);
            events.end();
        } catch (UpstreamException e) {
            if (!events.begun()) {
                throw e;
            }
            LOGGER.log(Level.WARNING, "{0} broke off: {1}", grant.caller().requestId(), e.getMessage());
            throw events.breakOff(ErrorAnswer.of(e.failure()));
        } catch (CancellationException | CloseConnectionException | SocketWriterException
                | UncheckedIOException e) {
            throw e; // nobody listens any more
        } catch (RuntimeException e) {
            if (!events.begun()) {
                throw e;
            }
            LOGGER.log(Level.ERROR, grant.caller().requestId() + " met a defect in the gateway", e);
            throw events
                    .breakOff(ErrorAnswer.of(500, "The gateway met an internal error.", "internal_error"));
        }
    }
}
