package dev.penstock.application;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.route.AffinityKey;
import dev.penstock.domain.time.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The keys of one provider. Each session uses one of them; requests without a session use them in turn. A key that was throttled or rejected rests for a while.
///
/// Safe for concurrent use.
final class KeyPool {
    private static final Duration THROTTLE_REST = Duration.ofSeconds(10);
    private static final Duration REJECTION_REST = Duration.ofMinutes(5);
    private static final Duration LONGEST_REST = Duration.ofDays(1);
    private static final int FORBIDDEN = 403;

    /// A key, by its place in the configuration, and the way to the upstream that it opens.
    record Key(int place, Way way) {}

    /// @param model empty if the key rests for all models
    private record Resting(int place, Optional<String> model) {}

    /// @param until before that others are preferred
    /// @param notBefore before that the upstream does not want to be asked; never later than `until`
    private record Rest(Moment until, Moment notBefore) {
        Rest or(Rest other) {
            return new Rest(later(until, other.until), later(notBefore, other.notBefore));
        }
    }

    private final List<Key> keys;
    private final Map<Resting, Rest> resting = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    KeyPool(List<Way> ways) {
        keys = IntStream.range(0, ways.size()).mapToObj(i -> new Key(i, ways.get(i))).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a provider has at least one way to its upstream");
        }
    }

    /// In the order of the configuration.
    List<Key> all() {
        return keys;
    }

    /// The session's key, of those that were not tried and do not rest; without a session, the key whose turn it is. If
    /// none is awake, then of those that rest for no time that the upstream set, the one that wakes first. Empty if there
    /// is none of either.
    Optional<Key> next(String model, Set<Key> tried, Moment now, Optional<AffinityKey> session) {
        List<Key> awake = keys.stream()
                .filter(key -> !tried.contains(key) && !wakesAt(key, model, now).isAfter(now))
                .toList();
        if (awake.isEmpty()) {
            return keys.stream()
                    .filter(key -> !tried.contains(key) && !rest(key, model, now).notBefore().isAfter(now))
                    .min(Comparator.comparing(key -> wakesAt(key, model, now)));
        }
        return session.isPresent() && awake.size() > 1
                ? awake.stream()
                        .max(Comparator.comparingDouble(key -> session.get().score(key.place())))
                : Optional.of(awake.get(Math.floorMod(turn.getAndIncrement(), awake.size())));
    }

    /// Whether a key is left that was not tried and does not rest.
    boolean hasAwake(String model, Set<Key> tried, Moment now) {
        return keys.stream().anyMatch(key -> !tried.contains(key) && !wakesAt(key, model, now).isAfter(now));
    }

    /// When the first key wakes; `now` if one is awake.
    Moment wakesAt(String model, Moment now) {
        return keys.stream()
                .map(key -> wakesAt(key, model, now))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// When the first key may be asked for at all, because the upstream has asked to be left alone until then; `now` if one
    /// may be.
    Moment mayBeAskedAt(String model, Moment now) {
        return keys.stream()
                .map(key -> rest(key, model, now).notBefore())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// The key of which [#mayBeAskedAt] tells.
    Key firstToBeAsked(String model, Moment now) {
        return keys.stream()
                .min(Comparator.comparing(key -> rest(key, model, now).notBefore()))
                .orElseThrow();
    }

    /// The key that wakes first; of several `preferred`, if it is among them.
    Key firstAwake(String model, Key preferred, Moment now) {
        Moment first = wakesAt(model, now);
        return wakesAt(preferred, model, now).isAfter(first)
                ? keys.stream()
                        .filter(key -> !wakesAt(key, model, now).isAfter(first))
                        .findFirst()
                        .orElse(preferred)
                : preferred;
    }

    /// How many keys rest for this model.
    int resting(String model, Moment now) {
        return (int) keys.stream().filter(key -> wakesAt(key, model, now).isAfter(now)).count();
    }

    /// How many keys rest, be it for one model or for all.
    int resting(Moment now) {
        forget(now);
        return (int) resting.keySet().stream().map(Resting::place).distinct().count();
    }

    /// Lets a key rest if the failure is its own: for as long as the upstream said, but no longer than a day. A throttle,
    /// or a model that the key may not use, says nothing about other models. Where the upstream did not say how long, the
    /// key is only used after all others; else it is not used at all.
    void blame(Key key, String model, UpstreamFailure failure, Moment now) {
        if (failure instanceof UpstreamFailure.Throttled(FailureDetail detail)) {
            rest(key, Optional.of(model), detail, THROTTLE_REST, now);
        } else if (failure instanceof UpstreamFailure.CredentialUnusable(FailureDetail detail)) {
            boolean forThisModel = detail.status().orElse(0) == FORBIDDEN;
            rest(key, forThisModel ? Optional.of(model) : Optional.empty(), detail, REJECTION_REST, now);
        }
    }

    private void rest(Key key, Optional<String> model, FailureDetail detail, Duration usual, Moment now) {
        Optional<Moment> set = detail.retryAfter()
                .map(rest -> now.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST));
        rest(key, model, new Rest(set.orElseGet(() -> now.plus(usual)), set.orElse(now)), now);
    }

    /// Prefers other keys for a while, for one model or, if none is named, for all; an earlier rest is never cut short.
    void rest(Key key, Optional<String> model, Moment until, Moment now) {
        rest(key, model, new Rest(until, now), now);
    }

    private void rest(Key key, Optional<String> model, Rest rest, Moment now) {
        forget(now);
        resting.merge(new Resting(key.place(), model), rest, Rest::or);
    }

    private Moment wakesAt(Key key, String model, Moment now) {
        return rest(key, model, now).until();
    }

    private Rest rest(Key key, String model, Moment now) {
        Rest awake = new Rest(now, now);
        return resting.isEmpty() // nearly always
                ? awake
                : awake.or(resting.getOrDefault(new Resting(key.place(), Optional.empty()), awake))
                        .or(resting.getOrDefault(new Resting(key.place(), Optional.of(model)), awake));
    }

    private void forget(Moment now) {
        resting.values().removeIf(rest -> !rest.until().isAfter(now));
    }

    private static Moment later(Moment one, Moment other) {
        return one.isAfter(other) ? one : other;
    }
}
