package dev.penstock.adapter.http;

import dev.penstock.adapter.http.RunningRequests.Stay;
import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.application.Admission;
import dev.penstock.application.ChatCompletions;
import dev.penstock.application.Grant;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Answers the requests of one client API.
final class CompletionRoute implements Handler {
    private static final System.Logger LOGGER = System.getLogger(CompletionRoute.class.getName());

    private static final Refusal STOPPING = new Refusal.Stopping(Duration.ofSeconds(5));

    private final Admission admission;
    private final ClientDialect dialect;
    private final ChatCompletions completions;
    private final RequestBody body;
    private final RunningRequests running;
    private final KeepAlive keepAlive;

    CompletionRoute(ClientDialect dialect, Admission admission, ChatCompletions completions, RequestBody body,
            RunningRequests running, KeepAlive keepAlive) {
        this.dialect = dialect;
        this.admission = admission;
        this.completions = completions;
        this.body = body;
        this.running = running;
        this.keepAlive = keepAlive;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Cancellation cancellation = new Cancellation();
        Optional<Stay> place = running.enter(cancellation);
        try (Stay _ = place.orElse(() -> {
        });
                Grant grant = admission.admit(InboundRequest.of(request).caller(request));
                BodyMemory.Share share = body.share()) {
            if (place.isEmpty()) {
                grant.refuse(STOPPING);
                throw new RefusedException(STOPPING);
            }
            DialectRequest asked = read(grant, request, share);
            Runnable leave = () -> cancellation.cancel(Cancellation.Cause.CLIENT_LEFT);
            ClientConnection.CURRENT.get().onDisconnect(leave);
            if (asked.chat().stream()) {
                EventStream events = new EventStream(response, asked.stream(), keepAlive,
                        () -> AttemptHeaders.add(response, grant),
                        leave);
                stream(grant, asked.chat(), response, events, cancellation);
            } else {
                complete(grant, asked, request, response, cancellation);
            }
        }
    }

    private void complete(Grant grant, DialectRequest asked, ServerRequest request, ServerResponse response,
            Cancellation cancellation) {
        try {
            ChatCompletion completion = completions.complete(grant, asked.chat(), cancellation);
            AttemptHeaders.add(response, grant);
            JsonAnswer.send(request, response, asked.whole(completion));
        } catch (UpstreamException e) {
            AttemptHeaders.addToFailure(response, grant, e.failure());
            throw e;
        } catch (CancellationException e) {
            throw stopped(cancellation) ? new RefusedException(STOPPING) : e;
        }
    }

    private DialectRequest read(Grant grant, ServerRequest request, BodyMemory.Share share) {
        try {
            return dialect.read(body.read(request, share), ClientHeaders.of(request), grant.caller());
        } catch (RefusedException e) {
            grant.refuse(e.refusal());
            throw e;
        } catch (CloseConnectionException e) {
            grant.abandon();
            throw e;
        }
    }

    private void stream(Grant grant, ChatRequest asked, ServerResponse response, EventStream events,
            Cancellation cancellation) {
        try {
            events.end(completions.stream(grant, asked, events, cancellation));
        } catch (UpstreamException e) {
            if (!events.stop()) {
                AttemptHeaders.addToFailure(response, grant, e.failure());
                throw e;
            }
            LOGGER.log(Level.WARNING, "{0} broke off: {1}", grant.caller().requestId(), e.getMessage());
            throw events.breakOff(ErrorAnswer.of(e.failure()));
        } catch (RefusedException e) {
            throw events.stop() ? events.breakOff(ErrorAnswer.of(e.refusal())) : e;
        } catch (CancellationException e) {
            boolean begun = events.stop();
            if (!stopped(cancellation)) {
                throw e; // nobody listens any more
            }
            throw begun ? events.breakOff(ErrorAnswer.of(STOPPING)) : new RefusedException(STOPPING);
        } catch (CloseConnectionException e) {
            throw e; // nobody listens any more
        } catch (RuntimeException e) {
            if (!events.stop()) {
                throw e;
            }
            LOGGER.log(Level.ERROR, grant.caller().requestId() + " met a defect in the gateway", e);
            throw events
                    .breakOff(ErrorAnswer.of(500, "The gateway met an internal error.", "internal_error"));
        } finally {
            var _ = events.stop();
        }
    }

    private static boolean stopped(Cancellation cancellation) {
        return cancellation.cause().filter(cause -> cause == Cancellation.Cause.GATEWAY_STOPS).isPresent();
    }
}
