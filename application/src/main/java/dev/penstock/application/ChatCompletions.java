package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/// Has a request answered: finds the upstreams, has them asked until one answers, and settles the grant.
///
/// Safe for concurrent use. The methods block, throw [RefusedException] if nobody is asked, [UpstreamException] with the
/// failure of the upstream asked last, and [CancellationException] if the client left or the gateway stops. Whatever
/// comes out, the grant has ended and the ledger has its line.
public final class ChatCompletions {
    private final Router router;
    private final Providers providers;
    private final Planner planner;
    private final RetryPolicy policy;
    private final Duration answerTimeout;
    private final InstantSource clock;

    /// @param answerTimeout how long it may take, over all attempts, until an answer has begun; a route may say otherwise
    public ChatCompletions(Router router, Providers providers, Planner planner, RetrySettings retry,
            Duration answerTimeout, InstantSource clock) {
        this.router = router;
        this.providers = providers;
        this.planner = planner;
        this.policy = new RetryPolicy(retry);
        this.answerTimeout = answerTimeout;
        this.clock = clock;
    }

    /// Gets a whole answer.
    public ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation) {
        return settled(grant, request, cancellation, CommitOnFirstChunk.nobody(),
                (_, port, call) -> port.complete(call), ChatCompletion::end);
    }

    /// Streams the answer into `sink`. Once a chunk has reached the sink the choice of upstream is final: a later
    /// failure is the caller's to see.
    public ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation) {
        CommitOnFirstChunk client = new CommitOnFirstChunk(sink, request.wantsUsage(), grant::answering);
        return settled(grant, request, cancellation, client, (route, port, call) -> {
            if (!route.holdBack()) {
                return port.stream(call, client);
            }
            HoldBack held = new HoldBack(client);
            ChatEnd end = port.stream(call, held);
            held.release();
            return end;
        }, Function.identity());
    }

    private interface Asking<T> {
        T of(ModelRoute route, ChatCompletionPort port, ChatCall call);
    }

    private <T> T settled(Grant grant, ChatRequest request, Cancellation cancellation,
            CommitOnFirstChunk client,
            Asking<T> asking, Function<T, ChatEnd> end) {
        String model = router.effectiveModel(request.model());
        grant.asks(request, model);
        try {
            ModelRoute route = router.route(model);
            Instant deadline = grant.caller()
                    .receivedAt()
                    .plus(route.limits().answer().orElse(answerTimeout));
            Attempts.Job job = new Attempts.Job(grant, request, deadline, route.limits(), client,
                    cancellation);
            T answer = new Attempts<T>(providers, policy, clock, job,
                    (port, call) -> asking.of(route, port, call))
                    .run(planner.candidates(route, model));
            grant.answering();
            grant.settle(Outcome.COMPLETED, Optional.empty(), end.apply(answer).usage());
            return answer;
        } catch (RefusedException e) {
            grant.refuse(e.refusal());
            throw e;
        } catch (UpstreamException e) {
            String reason = e.failure().detail().code().orElseGet(() -> e.failure().word());
            grant.settle(Outcome.FAILED, Optional.of(reason), client.usage());
            throw e;
        } catch (RuntimeException e) {
            throw cancellation.happened() || client.clientLeft()
                    ? cancelled(grant, cancellation, client)
                    : defect(grant, client, e);
        }
    }

    private static CancellationException cancelled(Grant grant, Cancellation cancellation,
            CommitOnFirstChunk client) {
        boolean stopping = cancellation.cause()
                .filter(cause -> cause == Cancellation.Cause.GATEWAY_STOPS)
                .isPresent();
        String word = stopping ? "gateway_stopping" : "client_left";
        grant.brokenOff(word);
        grant.settle(stopping ? Outcome.FAILED : Outcome.CLIENT_LEFT, Optional.of(word), client.usage());
        return new CancellationException(word);
    }

    private static RuntimeException defect(Grant grant, CommitOnFirstChunk client, RuntimeException e) {
        grant.brokenOff("internal_error");
        grant.settle(Outcome.FAILED, Optional.of("internal_error"), client.usage());
        return e;
    }
}
