package dev.penstock.adapter.http;

import dev.penstock.adapter.http.RunningRequests.Stay;
import dev.penstock.application.Admission;
import dev.penstock.application.Caller;
import dev.penstock.application.Grant;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.Cancellation;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// The way in for every request that costs something: has it admitted, reads it, watches its client, and sees that it
/// leaves its line in the ledger.
final class RequestIntake {
    static final Refusal STOPPING = new Refusal.Stopping(Duration.ofSeconds(5));

    private final Admission admission;
    private final RequestBody body;
    private final RunningRequests running;

    RequestIntake(Admission admission, RequestBody body, RunningRequests running) {
        this.admission = admission;
        this.body = body;
        this.running = running;
    }

    /// Bytes → request.
    interface Reading<R> {
        R read(byte[] body, Map<String, String> headers, Caller caller);
    }

    /// Request → answer. Ends the grant.
    interface Answer<R> {
        void to(Grant grant, R request, Cancellation cancellation);
    }

    /// @throws RefusedException if it is not admitted, or cannot be used, or the gateway stops
    /// @throws CloseConnectionException if the client is gone
    <R> void take(ServerRequest request, Reading<R> reading, Answer<R> answer) {
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
            R asked = read(grant, request, reading, share, cancellation);
            ClientConnection.CURRENT.get()
                    .onDisconnect(() -> cancellation.cancel(Cancellation.Cause.CLIENT_LEFT));
            answer.to(grant, asked, cancellation);
        } catch (CancellationException e) {
            throw stopped(cancellation) ? new RefusedException(STOPPING) : e;
        }
    }

    static boolean stopped(Cancellation cancellation) {
        return cancellation.cause().filter(cause -> cause == Cancellation.Cause.GATEWAY_STOPS).isPresent();
    }

    private <R> R read(Grant grant, ServerRequest request, Reading<R> reading, BodyMemory.Share share,
            Cancellation cancellation) {
        try {
            return reading.read(bytes(request, share, cancellation), ClientHeaders.of(request),
                    grant.caller());
        } catch (RefusedException e) {
            grant.refuse(e.refusal());
            throw e;
        } catch (CloseConnectionException e) {
            if (stopped(cancellation)) {
                grant.stop();
                throw new RefusedException(STOPPING);
            }
            grant.abandon();
            throw e;
        }
    }

    private byte[] bytes(ServerRequest request, BodyMemory.Share share, Cancellation cancellation) {
        ClientConnection client = ClientConnection.CURRENT.get();
        client.uploading();
        try (Cancellation.Registration _ = cancellation.onCancel(client::stopUpload)) {
            return body.read(request, share);
        } finally {
            client.uploaded();
        }
    }
}
