package dev.penstock.application;

import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.time.Ticker;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/// Has requests of any kind answered: finds the upstreams, has them asked until one answers, and settles the grant.
///
/// Safe for concurrent use.
public final class Answering {
    private final Router router;
    private final Providers providers;
    private final Planner planner;
    private final RetryPolicy policy;
    private final Duration answerTimeout;
    private final Ticker ticker;
    private final UnknownFinishWords unknownWords = new UnknownFinishWords();

    /// @param answerTimeout how long it may take, over all attempts, until an answer has begun; a route may say otherwise
    public Answering(Router router, Providers providers, Planner planner, RetrySettings retry,
            Duration answerTimeout,
            Ticker ticker) {
        this.router = router;
        this.providers = providers;
        this.planner = planner;
        this.policy = new RetryPolicy(retry);
        this.answerTimeout = answerTimeout;
        this.ticker = ticker;
    }

    /// One kind of question.
    ///
    /// @param asking how an upstream is asked, by the route
    /// @param usage what the answer tells of it
    /// @param unknownFinish the answer's finish reason if it is none of the known ones
    record Question<T>(Kind kind, Function<ModelRoute, Attempts.Ask<T>> asking,
            Function<T, Optional<Usage>> usage, Function<T, Optional<String>> unknownFinish) {

        /// A question whose answer has no finish reason.
        Question(Kind kind, Function<ModelRoute, Attempts.Ask<T>> asking,
                Function<T, Optional<Usage>> usage) {
            this(kind, asking, usage, _ -> Optional.empty());
        }
    }

    <T> T settled(Grant grant, ClientRequest request, Cancellation cancellation, CommitOnFirstChunk client,
            Question<T> question) {
        try {
            String model = router.effectiveModel(request.head().model());
            grant.asks(Optional.of(model), request.head().stream());
            String meant = router.meaning(request.api(), model);
            ModelRoute route = router.route(meant);
            Duration patience = route.limits().answer().orElse(answerTimeout);
            Deadline deadline = new Deadline(grant.caller().arrival().plus(patience), ticker);
            Optional<AffinityKey> session = planner.hasChoice(route, meant)
                    ? grant.affinityKey()
                    : Optional.empty();
            Attempts.Job job = new Attempts.Job(grant, request, deadline, route.limits(), client, session,
                    cancellation);
            T answer = new Attempts<>(providers, policy, ticker, job, question.asking().apply(route))
                    .run(candidates(route, meant, session, question.kind()));
            grant.answering();
            question.usage().apply(answer).ifPresent(client::usage);
            question.unknownFinish().apply(answer).ifPresent(word -> {
                grant.finishes(word);
                unknownWords.log(grant.attempts().getLast().upstream(), word);
            });
            grant.settle(Outcome.COMPLETED, Optional.empty(), client.usage());
            return answer;
        } catch (RefusedException e) {
            if (grant.attempts().isEmpty()) {
                grant.refuse(e.refusal());
            } else {
                grant.settle(Outcome.FAILED, Optional.of(e.refusal().code()), client.usage());
            }
            throw e;
        } catch (UpstreamException e) {
            String reason = e.failure()
                    .detail()
                    .code()
                    .filter(code -> !code.matches("\\d+")) // a status says less than the word
                    .orElseGet(() -> e.failure().word());
            grant.settle(Outcome.FAILED, Optional.of(reason), client.usage());
            throw e;
        } catch (RuntimeException e) {
            if (cancellation.happened()) {
                throw cancelled(grant, cancellation, client);
            }
            defect(grant, client);
            throw e;
        } catch (Error e) {
            defect(grant, client);
            throw e;
        }
    }

    /// Those who give what is asked for. The others are no attempts: nothing is sent to them.
    private List<Planner.Candidate> candidates(ModelRoute route, String model,
            Optional<AffinityKey> session, Kind kind) {
        List<Planner.Candidate> serving = planner.candidates(route, model, session)
                .stream()
                .filter(candidate -> providers.get(candidate.upstream().provider()).serves(kind))
                .toList();
        if (serving.isEmpty()) {
            throw new RefusedException(new Refusal.KindNotServed(kind.words()));
        }
        return serving;
    }

    private static CancellationException cancelled(Grant grant, Cancellation cancellation,
            CommitOnFirstChunk client) {
        boolean stopping = cancellation.cause()
                .filter(cause -> cause == Cancellation.Cause.GATEWAY_STOPS)
                .isPresent();
        String word = stopping ? "gateway_stopping" : "client_left";
        grant.breaksOff(word);
        grant.settle(stopping ? Outcome.FAILED : Outcome.CLIENT_LEFT, Optional.of(word), client.usage());
        return new CancellationException(word);
    }

    private static void defect(Grant grant, CommitOnFirstChunk client) {
        grant.breaksOff(Grant.DEFECT);
        grant.settle(Outcome.FAILED, Optional.of(Grant.DEFECT), client.usage());
    }
}
