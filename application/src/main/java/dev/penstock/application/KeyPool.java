package dev.penstock.application;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The keys of one provider, used in turn. A key that was throttled or rejected rests for a while.
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

    private final List<Key> keys;
    private final Map<Resting, Instant> resting = new ConcurrentHashMap<>();
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

    /// The key whose turn it is, of those that were not tried; a resting one only if none is awake, and then the one that
    /// wakes first. Empty if all were tried.
    Optional<Key> next(String model, Set<Key> tried, Instant now) {
        List<Key> awake = keys.stream()
                .filter(key -> !tried.contains(key) && !wakesAt(key, model, now).isAfter(now))
                .toList();
        return awake.isEmpty()
                ? keys.stream()
                        .filter(key -> !tried.contains(key))
                        .min(Comparator.comparing(key -> wakesAt(key, model, now)))
                : Optional.of(awake.get(Math.floorMod(turn.getAndIncrement(), awake.size())));
    }

    /// Whether a key is left that was not tried and does not rest.
    boolean hasAwake(String model, Set<Key> tried, Instant now) {
        return keys.stream().anyMatch(key -> !tried.contains(key) && !wakesAt(key, model, now).isAfter(now));
    }

    /// When the first key wakes; `now` if one is awake.
    Instant wakesAt(String model, Instant now) {
        return keys.stream()
                .map(key -> wakesAt(key, model, now))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// The key that wakes first; of several `preferred`, if it is among them.
    Key firstAwake(String model, Key preferred, Instant now) {
        Instant first = wakesAt(model, now);
        return wakesAt(preferred, model, now).isAfter(first)
                ? keys.stream()
                        .filter(key -> !wakesAt(key, model, now).isAfter(first))
                        .findFirst()
                        .orElse(preferred)
                : preferred;
    }

    /// How many keys rest for this model.
    int resting(String model, Instant now) {
        return (int) keys.stream().filter(key -> wakesAt(key, model, now).isAfter(now)).count();
    }

    /// How many keys rest, be it for one model or for all.
    int resting(Instant now) {
        forget(now);
        return (int) resting.keySet().stream().map(Resting::place).distinct().count();
    }

    /// Lets a key rest if the failure is its own: for as long as the upstream said, but no longer than a day. A throttle,
    /// or a model that the key may not use, says nothing about other models.
    void blame(Key key, String model, UpstreamFailure failure, Instant now) {
        if (failure instanceof UpstreamFailure.Throttled(FailureDetail detail)) {
            rest(key, Optional.of(model), now.plus(restAfter(detail, THROTTLE_REST)), now);
        } else if (failure instanceof UpstreamFailure.CredentialUnusable(FailureDetail detail)) {
            boolean forThisModel = detail.status().orElse(0) == FORBIDDEN;
            rest(key, forThisModel ? Optional.of(model) : Optional.empty(),
                    now.plus(restAfter(detail, REJECTION_REST)), now);
        }
    }

    private static Duration restAfter(FailureDetail detail, Duration usual) {
        Duration rest = detail.retryAfter().orElse(usual);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    /// Lets a key rest, for one model or, if none is named, for all; an earlier rest is never cut short.
    void rest(Key key, Optional<String> model, Instant until, Instant now) {
        forget(now);
        resting.merge(new Resting(key.place(), model), until, (a, b) -> a.isAfter(b) ? a : b);
    }

    private Instant wakesAt(Key key, String model, Instant now) {
        if (resting.isEmpty()) {
            return now; // nearly always
        }
        Instant all = resting.getOrDefault(new Resting(key.place(), Optional.empty()), now);
        Instant one = resting.getOrDefault(new Resting(key.place(), Optional.of(model)), now);
        Instant later = all.isAfter(one) ? all : one;
        return later.isAfter(now) ? later : now;
    }

    private void forget(Instant now) {
        resting.values().removeIf(until -> !until.isAfter(now));
    }
}
