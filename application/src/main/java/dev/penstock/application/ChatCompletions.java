package dev.penstock.application;

import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ChunkSink;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Has a request answered: finds the upstreams, asks them in turn until one answers, and settles the grant.
///
/// Safe for concurrent use. The methods block, throw [RefusedException] if nobody is asked, [UpstreamException] with the
/// failure of the upstream asked last, and [CancellationException] if the client left. Whatever comes out, the grant has
/// ended and the ledger has its line.
public final class ChatCompletions {
    private final Router router;
    private final Providers providers;
    private final Duration answerTimeout;

    /// @param answerTimeout how long it may take, over all attempts, until an answer has begun
    public ChatCompletions(Router router, Providers providers, Duration answerTimeout) {
        this.router = router;
        this.providers = providers;
        this.answerTimeout = answerTimeout;
    }

    /// Gets a whole answer.
    public ChatCompletion complete(Grant grant, ChatRequest request, Cancellation cancellation) {
        CommitOnFirstChunk nobody = new CommitOnFirstChunk(_ -> {
        }, false, () -> {
        });
        ChatCompletion completion = attempt(grant, request, cancellation, nobody,
                (port, call) -> port.complete(call));
        grant.answering();
        settle(grant, completion.end().usage());
        return completion;
    }

    /// Streams the answer into `sink`. Once a chunk has reached the sink the choice of upstream is final: a later
    /// failure is the caller's to see.
    public ChatEnd stream(Grant grant, ChatRequest request, ChunkSink sink, Cancellation cancellation) {
        CommitOnFirstChunk client = new CommitOnFirstChunk(sink, request.wantsUsage(), grant::answering);
        ChatEnd end = attempt(grant, request, cancellation, client,
                (port, call) -> port.stream(call, client));
        settle(grant, end.usage());
        return end;
    }

    private interface Ask<T> {
        T of(ChatCompletionPort port, ChatCall call);
    }

    private <T> T attempt(Grant grant, ChatRequest request, Cancellation cancellation,
            CommitOnFirstChunk client,
            Ask<T> ask) {
        String model = router.effectiveModel(request.model());
        grant.asks(request, model);
        Iterator<UpstreamModel> upstreams = upstreams(grant, model).upstreams().iterator();
        Instant deadline = grant.caller().receivedAt().plus(answerTimeout);
        while (true) {
            UpstreamModel upstream = upstreams.next();
            grant.tries(upstream);
            ChatCall call = new ChatCall(grant.caller().requestId(), request, upstream.name(), deadline,
                    cancellation);
            try {
                T answer = ask.of(providers.chat(upstream.provider()), call);
                providers.succeeded(upstream.provider());
                return answer;
            } catch (UpstreamException e) {
                if (cancellation.happened()) {
                    throw left(grant);
                }
                providers.failed(upstream.provider(), e.failure());
                if (client.committed() || !upstreams.hasNext() || !e.failure().anotherUpstreamMayHelp()) {
                    grant.settle(Outcome.FAILED, Optional.of(reason(e.failure())),
                            Optional.empty());
                    throw e;
                }
            } catch (RuntimeException e) {
                if (cancellation.happened() || client.clientLeft()) {
                    throw left(grant);
                }
                grant.settle(Outcome.FAILED, Optional.of("internal_error"), Optional.empty());
                throw e;
            }
        }
    }

    private ModelRoute upstreams(Grant grant, String model) {
        try {
            return router.route(model);
        } catch (RefusedException e) {
            grant.refuse(e.refusal());
            throw e;
        }
    }

    private static CancellationException left(Grant grant) {
        grant.settle(Outcome.CLIENT_LEFT, Optional.of("client_left"), Optional.empty());
        return new CancellationException("the client is gone");
    }

    private static void settle(Grant grant, Optional<Usage> usage) {
        grant.settle(Outcome.COMPLETED, Optional.empty(), usage);
    }

    /// The upstream's own word where it has one, else the kind of failure.
    private static String reason(UpstreamFailure failure) {
        return failure.detail().code().orElseGet(() -> switch (failure) {
            case UpstreamFailure.Rejected _ -> "rejected";
            case UpstreamFailure.ContentFiltered _ -> "content_filter";
            case UpstreamFailure.ModelMissing _ -> "model_not_found";
            case UpstreamFailure.CredentialUnusable _ -> "credential_unusable";
            case UpstreamFailure.Throttled _ -> "rate_limit_exceeded";
            case UpstreamFailure.Unavailable _ -> "upstream_unavailable";
            case UpstreamFailure.TimedOut _ -> "upstream_timeout";
            case UpstreamFailure.Garbled _ -> "upstream_garbled";
        });
    }
}
