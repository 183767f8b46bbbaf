package dev.penstock.adapter.http;

import dev.penstock.adapter.http.dialect.ErrorAnswer;
import dev.penstock.adapter.http.dialect.ErrorBody;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;

/// Around every route: turns whatever a handler throws into an answer, or into the end of a connection that nobody
/// listens at any more.
final class Guard {
    private static final System.Logger LOGGER = System.getLogger(Guard.class.getName());

    private Guard() {}

    /// @param errors how the handler's API writes errors
    static Handler around(Handler handler, ErrorBody errors) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (RefusedException e) {
                refuse(request, response, e.refusal(), errors);
            } catch (UpstreamException e) {
                LOGGER.log(level(e.failure()), "{0} failed: {1}", InboundRequest.of(request).id(),
                        e.getMessage());
                send(request, response, ErrorAnswer.of(e.failure()), errors);
            } catch (CloseConnectionException e) {
                throw e;
            } catch (CancellationException e) {
                throw new CloseConnectionException("the client is gone", e);
            } catch (RuntimeException | Error e) { // of memory or stack there may be enough for the next request
                LOGGER.log(Level.ERROR, InboundRequest.of(request).id() + " met a defect in the gateway", e);
                send(request, response,
                        ErrorAnswer.of(500, "The gateway met an internal error; its log tells more under "
                                + InboundRequest.of(request).id() + ".", "internal_error"),
                        errors);
            }
        };
    }

    /// What the client or its pace is at fault for stands in the ledger; the rest is for the operator, too.
    static Level level(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Rejected _,UpstreamFailure.ContentFiltered _,UpstreamFailure.ModelMissing _,UpstreamFailure.Throttled _ ->
                Level.DEBUG;
            case UpstreamFailure.CredentialUnusable _,UpstreamFailure.Unavailable _,UpstreamFailure.TimedOut _,UpstreamFailure.Garbled _ ->
                Level.WARNING;
        };
    }

    static void send(ServerRequest request, ServerResponse response, ErrorAnswer answer, ErrorBody errors) {
        response.status(Status.create(errors.status(answer)));
        answer.retryAfter()
                .ifPresent(wait -> response.header(HeaderNames.RETRY_AFTER,
                        String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()))));
        if (answer.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        JsonAnswer.send(request, response, errors.of(answer, InboundRequest.of(request).id()));
    }

    private static void refuse(ServerRequest request, ServerResponse response, Refusal refusal,
            ErrorBody errors) {
        if (refusal instanceof Refusal.Stopping) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        send(request, response, ErrorAnswer.of(refusal), errors);
    }
}
