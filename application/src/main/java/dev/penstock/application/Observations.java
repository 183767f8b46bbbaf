package dev.penstock.application;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.RequestObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Has interceptors that observe told of requests, on threads beside the requests' own: nobody waits for them. What is
/// kept for them is bounded; beyond that, requests go by unseen, and the log says so.
///
/// Safe for concurrent use.
final class Observations implements AutoCloseable {
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

    private final long most;
    private final AtomicLong kept = new AtomicLong();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final Map<String, Losses> losses = new ConcurrentHashMap<>();

    /// @param most how many bytes may be kept at a time
    Observations(long most) {
        this.most = most;
    }

    /// Begins to tell one of one request.
    ///
    /// @return empty if there is no memory for it
    Optional<Observation> begin(Named named, RequestObserver observer, InterceptedRequest request) {
        if (!take(request.body().length())) {
            lost(named, request, "too much is kept already of what others are still being told");
            return Optional.empty();
        }
        Observation observation = new Observation(named, observer, request, this);
        Thread thread = Thread.ofVirtual().name("observer " + named.name()).unstarted(() -> {
            try {
                observation.run();
            } finally {
                giveBack(request.body().length());
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        thread.start();
        return Optional.of(observation);
    }

    /// @return false if there is not so much room
    boolean take(int bytes) {
        if (kept.addAndGet(bytes) > most) {
            kept.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(int bytes) {
        kept.addAndGet(-bytes);
    }

    void lost(Named named, InterceptedRequest request, String why) {
        losses.computeIfAbsent(named.name(), name -> new Losses("the interceptor " + name))
                .lost("sight of " + request.requestId(), why);
    }

    @Override
    public void close() {
        long end = System.nanoTime() + LAST_MOMENT.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
