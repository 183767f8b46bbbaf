package dev.penstock.application;

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
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Has one request answered: asks the upstreams in turn until one answers, each as often as the policy allows. The only
/// place where anything is tried again.
///
/// Used once, by one thread.
///
/// @param <T> the answer
final class Attempts<T> {
    private static final Duration THROTTLE_REST = Duration.ofSeconds(10);
    private static final Duration REJECTION_REST = Duration.ofMinutes(5);
    private static final Duration BUSY = Duration.ofSeconds(2);

    /// How an upstream is asked.
    interface Ask<T> {
        T of(ChatCompletionPort port, ChatCall call);
    }

    /// One request on its way.
    ///
    /// @param deadline by when an answer must have begun
    /// @param client knows whether the client has seen anything
    record Job(Grant grant, ChatRequest request, Instant deadline, TimeLimits limits,
            CommitOnFirstChunk client,
            Cancellation cancellation) {}

    private final Providers providers;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Job job;
    private final Ask<T> ask;
    private @Nullable UpstreamException lastFailure;
    private Instant worthATry;

    Attempts(Providers providers, RetryPolicy policy, InstantSource clock, Job job, Ask<T> ask) {
        this.providers = providers;
        this.policy = policy;
        this.clock = clock;
        this.job = job;
        this.ask = ask;
        this.worthATry = clock.instant().plus(BUSY);
    }

    /// @throws UpstreamException the latest failure, if there was one
    /// @throws RefusedException if nobody could be asked
    T run(List<Planner.Candidate> candidates) {
        Iterator<UpstreamModel> left = candidates.stream()
                .filter(Planner.Candidate::triedAtAll)
                .map(Planner.Candidate::upstream)
                .iterator();
        while (left.hasNext() && timeLeft().isPositive()) {
            UpstreamModel upstream = left.next();
            Optional<T> answer = ask(upstream, providers.get(upstream.provider()), left.hasNext());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (lastFailure != null) {
            throw lastFailure;
        }
        candidates.stream()
                .flatMap(candidate -> candidate.obstacle().stream())
                .map(Planner.Obstacle::until)
                .min(Instant::compareTo)
                .ifPresent(until -> worthATry = until);
        throw new RefusedException(new Refusal.Overloaded(
                "Every upstream that could answer is busy, or was found to be out of order.",
                Duration.between(clock.instant(), worthATry)));
    }

    /// @return empty if the next upstream is to be asked
    private Optional<T> ask(UpstreamModel upstream, Known provider, boolean upstreamLeft) {
        Set<KeyPool.Key> tried = new HashSet<>();
        int asked = 0;
        while (timeLeft().isPositive()) {
            Optional<KeyPool.Key> key = provider.keys().next(upstream.name(), tried, clock.instant());
            if (key.isEmpty() || !providers.circuits().enter(upstream)) {
                return Optional.empty();
            }
            asked++;
            switch (once(upstream, provider, key.get())) {
                case Result.Answered<T>(T answer) -> {
                    return Optional.of(answer);
                }
                case Result.NoRoom<T> _ -> {
                    return Optional.empty();
                }
                case Result.Failed<T>(UpstreamException failure) -> {
                    lastFailure = failure;
                    if (job.client().committed()) {
                        throw failure;
                    }
                    boolean keyLeft = provider.keys()
                            .hasAwake(upstream.name(), with(tried, key.get()), clock.instant());
                    Standing standing = new Standing(asked, keyLeft, upstreamLeft, timeLeft());
                    switch (policy.decide(failure.failure(), standing)) {
                        case Decision.Tell _ -> throw failure;
                        case Decision.NextUpstream _ -> {
                            return Optional.empty();
                        }
                        case Decision.NextKey _ -> {
                            tried.add(key.get());
                            asked = 0;
                        }
                        case Decision.Again(Duration pause) -> job.cancellation().pause(pause);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// What came of asking once.
    private sealed interface Result<T> {
        record Answered<T>(T answer) implements Result<T> {}

        record Failed<T>(UpstreamException failure) implements Result<T> {}

        /// The provider has as much to do as it may have.
        record NoRoom<T>() implements Result<T> {}
    }

    /// Asks once; the circuit has been entered.
    private Result<T> once(UpstreamModel upstream, Known provider, KeyPool.Key key) {
        Circuits circuits = providers.circuits();
        try {
            Optional<Slot> free = provider.slots().take(timeLeft(), job.cancellation());
            if (free.isEmpty()) {
                circuits.left(upstream);
                return new Result.NoRoom<>();
            }
            try (Slot _ = free.get()) {
                job.grant().tries(upstream);
                T answer = ask.of(key.chat(), new ChatCall(job.grant().caller().requestId(), job.request(),
                        upstream.name(), job.deadline(), job.limits(), job.cancellation()));
                circuits.succeeded(upstream);
                provider.health().succeeded();
                job.grant().came("answered");
                return new Result.Answered<>(answer);
            }
        } catch (UpstreamException e) {
            if (job.cancellation().happened()) { // then the failure is of our own making
                circuits.left(upstream);
                throw new CancellationException("nobody waits for the answer any more");
            }
            circuits.failed(upstream, e);
            provider.health().failed(e.failure());
            letRest(provider.keys(), key, upstream, e.failure());
            job.grant().came(e.failure().word());
            return new Result.Failed<>(e);
        } catch (RuntimeException e) {
            circuits.left(upstream);
            throw e;
        }
    }

    private void letRest(KeyPool keys, KeyPool.Key key, UpstreamModel upstream, UpstreamFailure failure) {
        Instant now = clock.instant();
        if (failure instanceof UpstreamFailure.Throttled(FailureDetail detail)) {
            Duration rest = detail.retryAfter().orElse(THROTTLE_REST);
            keys.rest(key, Optional.of(upstream.name()), now.plus(rest), now);
        } else if (failure instanceof UpstreamFailure.CredentialUnusable(FailureDetail detail)) {
            boolean forThisModel = detail.status().orElse(401) == 403;
            Duration rest = detail.retryAfter().orElse(REJECTION_REST);
            keys.rest(key, forThisModel ? Optional.of(upstream.name()) : Optional.empty(), now.plus(rest),
                    now);
        }
    }

    private Duration timeLeft() {
        return Duration.between(clock.instant(), job.deadline());
    }

    private static Set<KeyPool.Key> with(Set<KeyPool.Key> keys, KeyPool.Key one) {
        Set<KeyPool.Key> more = new HashSet<>(keys);
        more.add(one);
        return more;
    }
}
