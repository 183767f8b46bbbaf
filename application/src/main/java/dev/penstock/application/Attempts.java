package dev.penstock.application;

import dev.penstock.application.Circuits.Permit;
import dev.penstock.application.Providers.Known;
import dev.penstock.application.RetryPolicy.Decision;
import dev.penstock.application.RetryPolicy.Standing;
import dev.penstock.application.Slots.Slot;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import dev.penstock.domain.time.Deadline;
import dev.penstock.domain.time.Moment;
import dev.penstock.domain.time.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Has one request answered: asks the upstreams in turn until one answers, each as often as the policy allows. The only
/// place where anything is tried again.
///
/// Used once, by one thread.
///
/// @param <T> the answer
final class Attempts<T> {
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /// How an upstream is asked.
    interface Ask<T> {
        /// @param relay what takes the call in the client's own API; empty if the call is translated for `way`
        /// @param begun to be run when the upstream begins to answer, unless the whole answer comes at once
        T of(Way way, Optional<RelayPort> relay, ChatCall call, Runnable begun);
    }

    /// One request on its way.
    ///
    /// @param deadline by when an answer must have begun
    /// @param client knows whether the client has seen anything
    /// @param session decides between the keys of a provider; empty if they are used in turn
    record Job(Grant grant, ClientRequest request, Deadline deadline, TimeLimits limits,
            CommitOnFirstChunk client, Optional<AffinityKey> session,
            Cancellation cancellation) {}

    private final Providers providers;
    private final RetryPolicy policy;
    private final Ticker ticker;
    private final Job job;
    private final Ask<T> ask;
    private @Nullable UpstreamException toTell;
    private final Set<UpstreamModel> cannotBeTold = new HashSet<>();
    private @Nullable RefusedException untranslatable;

    Attempts(Providers providers, RetryPolicy policy, Ticker ticker, Job job, Ask<T> ask) {
        this.providers = providers;
        this.policy = policy;
        this.ticker = ticker;
        this.job = job;
        this.ask = ask;
    }

    /// @throws UpstreamException the latest failure that may pass, else the latest, if there was one
    /// @throws RefusedException if nobody could be asked
    T run(List<Planner.Candidate> candidates) {
        Iterator<UpstreamModel> left = candidates.stream()
                .filter(Planner.Candidate::triedAtAll)
                .map(Planner.Candidate::upstream)
                .iterator();
        while (left.hasNext()) {
            UpstreamModel upstream = left.next();
            Optional<T> answer = ask(upstream, providers.get(upstream.provider()), left.hasNext());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (!timeLeft().isPositive()) {
            job.grant().outOfTime();
        }
        if (toTell != null) {
            throw toTell;
        }
        if (untranslatable != null && candidates.stream()
                .allMatch(candidate -> cannotBeTold.contains(candidate.upstream()))) {
            throw untranslatable;
        }
        throw new RefusedException(whyNobodyWasAsked(candidates));
    }

    private Refusal whyNobodyWasAsked(List<Planner.Candidate> candidates) {
        if (candidates.stream().allMatch(candidate -> candidate.isMet(Obstacle.NOT_LOADED))) {
            return new Refusal.ProviderNotLoaded(candidates.getFirst().upstream().provider().value(), BUSY);
        }
        Moment now = ticker.now();
        Duration wait = candidates.stream()
                .map(candidate -> worthATry(candidate.upstream(), now))
                .min(Duration::compareTo)
                .filter(shortest -> shortest.compareTo(SHORTEST_WAIT) > 0)
                .orElse(SHORTEST_WAIT);
        boolean allRest = candidates.stream()
                .filter(candidate -> !cannotBeTold.contains(candidate.upstream()))
                .allMatch(candidate -> mayBeAskedAt(candidate.upstream(), now).isAfter(now));
        return allRest
                ? new Refusal.KeysResting(wait)
                : new Refusal.Overloaded(
                        "Every upstream that could answer is busy, or was found to be out of order.", wait);
    }

    /// Until the circuit closes, the first key may be used again, or something may have become free.
    private Duration worthATry(UpstreamModel upstream, Moment now) {
        Moment later = providers.circuits()
                .openUntil(upstream)
                .orElseGet(() -> mayBeAskedAt(upstream, now));
        return later.isAfter(now) ? now.until(later) : BUSY;
    }

    private Moment mayBeAskedAt(UpstreamModel upstream, Moment now) {
        return providers.get(upstream.provider()).keys().mayBeAskedAt(upstream.name(), now);
    }

    /// @return empty if the next upstream is to be asked, or the deadline has passed
    private Optional<T> ask(UpstreamModel upstream, Known provider, boolean upstreamLeft) {
        Set<KeyPool.Key> tried = new HashSet<>();
        int asked = 0;
        Optional<KeyPool.Key> next = firstKey(upstream, provider.keys());
        while (next.isPresent() && timeLeft().isPositive()) {
            KeyPool.Key key = next.get();
            switch (once(upstream, provider, key)) {
                case Result.Answered<T>(T answer) -> {
                    return Optional.of(answer);
                }
                case Result.NotAsked<T> _ -> {
                    return Optional.empty();
                }
                case Result.Failed<T>(UpstreamException told) -> {
                    UpstreamException failure = untilAKeyWakes(told, upstream, provider);
                    toTell = RetryPolicy.toTell(toTell, failure);
                    asked++;
                    tried.add(key);
                    boolean keyLeft = provider.keys().hasAwake(upstream.name(), tried, ticker.now());
                    Standing standing = new Standing(asked, keyLeft, upstreamLeft, timeLeft());
                    switch (decide(failure, standing)) {
                        case Decision.Tell _ -> throw failure;
                        case Decision.NextUpstream _ -> next = Optional.empty();
                        case Decision.NextKey _ -> {
                            asked = 0;
                            next = provider.keys()
                                    .next(upstream.name(), tried, ticker.now(), job.session());
                        }
                        case Decision.Again(Duration pause) -> {
                            tried.addAll(provider.keys().all());
                            next = again(upstream, provider, key, pause);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The key to begin with. If all rest because the upstream wants it, and not for long, that is waited for.
    private Optional<KeyPool.Key> firstKey(UpstreamModel upstream, KeyPool keys) {
        Moment now = ticker.now();
        Optional<KeyPool.Key> free = keys.next(upstream.name(), Set.of(), now, job.session());
        Duration rest = now.until(keys.mayBeAskedAt(upstream.name(), now));
        if (free.isPresent() || !policy.worthWaiting(rest, timeLeft())) {
            return free;
        }
        KeyPool.Key first = keys.firstToBeAsked(upstream.name(), now);
        job.cancellation().pause(rest);
        return Optional.of(first);
    }

    /// Pauses, unless the upstream's circuit has opened meanwhile: then nobody would be asked behind the pause.
    ///
    /// @return the key to go on with
    private Optional<KeyPool.Key> again(UpstreamModel upstream, Known provider, KeyPool.Key latest,
            Duration pause) {
        if (providers.circuits().openUntil(upstream).isPresent()) {
            return Optional.empty();
        }
        KeyPool.Key first = provider.keys().firstAwake(upstream.name(), latest, ticker.now());
        job.cancellation().pause(pause);
        return Optional.of(first);
    }

    /// A throttled pool is worth another try as soon as the first of its keys wakes, whichever was asked last.
    private UpstreamException untilAKeyWakes(UpstreamException failure, UpstreamModel upstream,
            Known provider) {
        if (provider.keys().all().size() == 1
                || !(failure.failure() instanceof UpstreamFailure.Throttled(FailureDetail detail))
                || detail.retryAfter().isEmpty()) {
            return failure;
        }
        Moment now = ticker.now();
        Duration wait = now.until(provider.keys().wakesAt(upstream.name(), now));
        return wait.compareTo(detail.retryAfter().get()) < 0
                ? new UpstreamException(new UpstreamFailure.Throttled(detail.withRetryAfter(wait)), failure)
                : failure;
    }

    private Decision decide(UpstreamException failure, Standing standing) {
        return job.client().committed()
                ? new Decision.Tell()
                : policy.decide(failure.failure(), standing);
    }

    /// What came of asking once.
    private sealed interface Result<T> {
        record Answered<T>(T answer) implements Result<T> {}

        record Failed<T>(UpstreamException failure) implements Result<T> {}

        /// The circuit is open, the provider has as much to do as it may have, or cannot be asked in its API.
        record NotAsked<T>() implements Result<T> {}
    }

    private Result<T> once(UpstreamModel upstream, Known provider, KeyPool.Key key) {
        Optional<RelayPort> relay = job.request().relay(key.way());
        ChatRequest sent;
        try {
            sent = job.request().form(relay);
        } catch (RefusedException e) {
            untranslatable = e;
            cannotBeTold.add(upstream); // one that speaks the client's API may still come
            return new Result.NotAsked<>();
        }
        // The slot first: a request that waits for one must not hold a trial that another could make.
        Optional<Slot> free = provider.slots().take(timeLeft(), job.cancellation());
        if (free.isEmpty()) {
            return new Result.NotAsked<>();
        }
        try (Slot _ = free.get()) {
            Optional<Permit> may = providers.circuits().enter(upstream);
            if (may.isEmpty()) {
                return new Result.NotAsked<>();
            }
            try (Permit permit = may.get()) {
                return attempt(upstream, provider, key, relay, sent, permit);
            }
        }
    }

    private Result<T> attempt(UpstreamModel upstream, Known provider, KeyPool.Key key,
            Optional<RelayPort> relay, ChatRequest sent, Permit permit) {
        job.client().startsOver();
        job.grant().tries(upstream);
        try {
            T answer = ask.of(key.way(), relay, new ChatCall(job.grant().caller().requestId(), sent,
                    upstream.name(), job.deadline(), job.limits(), job.cancellation(), job.grant()::replied,
                    job.grant().memory()),
                    permit::begun);
            permit.succeeded();
            provider.health().succeeded();
            return new Result.Answered<>(answer);
        } catch (UpstreamException e) {
            job.cancellation().throwIfHappened(); // then the failure is of our own making
            permit.failed(e);
            provider.health().failed(e.failure());
            provider.keys().blame(key, upstream.name(), e.failure(), ticker.now());
            job.grant().came(e.failure().word());
            return new Result.Failed<>(e);
        } catch (RefusedException e) { // the gateway has no memory for the answer
            job.grant().came(e.refusal().code());
            throw e;
        }
    }

    private Duration timeLeft() {
        return job.deadline().left();
    }
}
