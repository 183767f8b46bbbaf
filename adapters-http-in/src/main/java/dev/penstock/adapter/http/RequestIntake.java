package dev.penstock.adapter.http;

import dev.penstock.adapter.http.RunningRequests.Stay;
import dev.penstock.adapter.http.dialect.RequestMemory;
import dev.penstock.adapter.http.session.PromptPrefix;
import dev.penstock.application.Admission;
import dev.penstock.application.AnswerCopy;
import dev.penstock.application.Caller;
import dev.penstock.application.Grant;
import dev.penstock.application.Interception;
import dev.penstock.application.Interceptors;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.route.AffinityKey;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/// The way in for every request that costs something: has it admitted, reads it, has it pass the interceptors, watches its
/// client, and sees that it leaves its line in the ledger.
final class RequestIntake {
    static final Refusal STOPPING = new Refusal.Stopping(Duration.ofSeconds(5));

    private final Admission admission;
    private final Interceptors interceptors;
    private final RequestBody body;
    private final RunningRequests running;

    RequestIntake(Admission admission, Interceptors interceptors, RequestBody body, RunningRequests running) {
        this.admission = admission;
        this.interceptors = interceptors;
        this.body = body;
        this.running = running;
    }

    /// Bytes → request. Pure.
    interface Reading<R> {
        /// The API that the bytes are in.
        Endpoint endpoint();

        R read(byte[] body, Map<String, String> headers, Caller caller, RequestMemory memory);

        /// What is to be known of any request.
        ChatRequest head(R request);

        /// The id of the session, if the body contains one.
        Optional<String> sessionId(R request);

        /// The session as the prompt shows it; empty if the request has no prompt that grows.
        default Optional<AffinityKey> promptKey(R request) {
            return PromptPrefix.key(head(request).body());
        }
    }

    /// Request → answer. Ends the grant.
    interface Answer<R> {
        /// @param copy gets what the client gets
        void to(Grant grant, R request, AnswerCopy copy, Cancellation cancellation);
    }

    /// @throws RefusedException if it is not admitted, or cannot be used, or must not pass, or the gateway stops
    /// @throws CloseConnectionException if the client is gone
    <R> void take(ServerRequest request, Reading<R> reading, Answer<R> answer) {
        take(request, reading, answer, admission::admit, interceptors::begin);
    }

    /// The same for a request that costs nothing: it leaves no line in the ledger, and interceptors that observe are not
    /// told of it. The others see it if an upstream may get it.
    ///
    /// @throws RefusedException as [#take] does
    /// @throws CloseConnectionException if the client is gone
    <R> void takeUnrecorded(ServerRequest request, Reading<R> reading, boolean forUpstreams,
            Answer<R> answer) {
        take(request, reading, answer, admission::admitUnrecorded,
                forUpstreams ? interceptors::beginUnobserved : interceptors::beginIdle);
    }

    private <R> void take(ServerRequest request, Reading<R> reading, Answer<R> answer,
            Function<Caller, Grant> admitted, Supplier<Interception> intercepted) {
        Cancellation cancellation = new Cancellation();
        Map<String, String> headers = ClientHeaders.of(request);
        Optional<Stay> place = running.enter(cancellation);
        try (Stay _ = place.orElse(() -> {
        });
                BodyMemory.Share share = body.share();
                Interception interception = intercepted.get();
                Grant grant = admitted
                        .apply(InboundRequest.of(request).caller(request, headers, admission::accepts))) {
            if (place.isEmpty()) {
                grant.refuse(STOPPING);
                throw new RefusedException(STOPPING);
            }
            R asked = read(grant, request, headers, reading, interception, share, cancellation);
            ClientConnection.CURRENT.get()
                    .onDisconnect(() -> cancellation.cancel(Cancellation.Cause.CLIENT_LEFT));
            answer.to(grant, asked, interception.answer(), cancellation);
        } catch (CancellationException e) {
            throw stopped(cancellation) ? new RefusedException(STOPPING) : e;
        }
    }

    static boolean stopped(Cancellation cancellation) {
        return cancellation.cause().filter(cause -> cause == Cancellation.Cause.GATEWAY_STOPS).isPresent();
    }

    private <R> R read(Grant grant, ServerRequest request, Map<String, String> headers, Reading<R> reading,
            Interception interception, BodyMemory.Share share, Cancellation cancellation) {
        try {
            byte[] sent = bytes(request, share, cancellation);
            R asked = new Incoming<>(reading, grant.caller(), headers, sent, share,
                    edited -> body.makeRoom(edited, share)).past(interception, grant);
            grant.belongsTo(reading.sessionId(asked), () -> reading.promptKey(asked));
            return asked;
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
