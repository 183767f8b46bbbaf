package dev.penstock.application;

import dev.penstock.domain.port.ChatCompletionPort;
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
    /// A key, by its place in the configuration, and the way to the upstream that it opens.
    record Key(int place, ChatCompletionPort chat) {}

    /// @param model empty if the key rests for all models
    private record Resting(int place, Optional<String> model) {}

    private final List<Key> keys;
    private final Map<Resting, Instant> resting = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    KeyPool(List<ChatCompletionPort> ways) {
        keys = IntStream.range(0, ways.size()).mapToObj(i -> new Key(i, ways.get(i))).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a provider has at least one way to its upstream");
        }
    }

    int size() {
        return keys.size();
    }

    /// The key whose turn it is, of those that were not tried; a resting one only if none is awake, and then the one that
    /// wakes first. Empty if all were tried.
    Optional<Key> next(String model, Set<Key> tried, Instant now) {
        int first = Math.floorMod(turn.getAndIncrement(), keys.size());
        return IntStream.range(0, keys.size())
                .mapToObj(i -> keys.get((first + i) % keys.size()))
                .filter(key -> !tried.contains(key))
                .min(Comparator.comparing(key -> wakesAt(key, model, now)));
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

    /// How many keys rest for this model.
    int resting(String model, Instant now) {
        return (int) keys.stream().filter(key -> wakesAt(key, model, now).isAfter(now)).count();
    }

    /// How many keys rest, be it for one model or for all.
    int resting(Instant now) {
        forget(now);
        return (int) resting.keySet().stream().map(Resting::place).distinct().count();
    }

    /// Lets a key rest, for one model or, if none is named, for all.
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
