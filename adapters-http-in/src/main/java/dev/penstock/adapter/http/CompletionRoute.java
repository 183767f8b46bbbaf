package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ClientDialect;
import dev.penstock.adapter.http.dialect.DialectRequest;
import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.application.Caller;
import dev.penstock.application.ClientRequest;
import dev.penstock.application.Completions;
import dev.penstock.application.Grant;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Answers the requests of one client API.
final class CompletionRoute implements Handler {
    private static final System.Logger LOGGER = System.getLogger(CompletionRoute.class.getName());

    /// Has a dialect read what comes in.
    private record Dialect(ClientDialect dialect) implements RequestIntake.Reading<DialectRequest> {
        @Override
        public Endpoint endpoint() {
            return dialect.endpoint();
        }

        @Override
        public DialectRequest read(byte[] body, Map<String, String> headers, Caller caller,
                RequestMemory memory) {
            return dialect.read(body, headers, caller, memory);
        }

        @Override
        public ChatRequest head(DialectRequest request) {
            return request.request().head();
        }

        @Override
        public Optional<String> sessionId(DialectRequest request) {
            return request.sessionId();
        }
    }

    private final Dialect reading;
    private final Completions completions;
    private final RequestIntake intake;
    private final KeepAlive keepAlive;

    CompletionRoute(ClientDialect dialect, Completions completions, RequestIntake intake,
            KeepAlive keepAlive) {
        this.reading = new Dialect(dialect);
        this.completions = completions;
        this.intake = intake;
        this.keepAlive = keepAlive;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        intake.take(request, reading, (grant, asked, copy, cancellation) -> {
            if (asked.request().head().stream()) {
                EventStream events = new EventStream(response, asked.stream(), grant.memory(), copy,
                        keepAlive,
                        () -> AttemptHeaders.add(response, grant),
                        () -> cancellation.cancel(Cancellation.Cause.CLIENT_LEFT));
                stream(grant, asked.request(), response, events, cancellation);
            } else {
                byte[] json = AttemptHeaders.around(response, grant,
                        () -> completions.complete(grant, asked.request(), asked::whole, cancellation));
                JsonAnswer.send(request, response, json);
                copy.add(json, json.length);
            }
        });
    }

    private void stream(Grant grant, ClientRequest asked, ServerResponse response, EventStream events,
            Cancellation cancellation) {
        try {
            var _ = completions.stream(grant, asked, events, cancellation);
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
            if (events.stop() && RequestIntake.stopped(cancellation)) {
                throw events.breakOff(ErrorAnswer.of(RequestIntake.STOPPING));
            }
            throw e;
        } catch (CloseConnectionException e) {
            throw e; // nobody listens any more
        } catch (RuntimeException | Error e) {
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
}
