package dev.penstock.fake;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Which reply comes next: the queued ones each once, then the standing answer.
final class Playlist {
    private static final Reply UNSCRIPTED = Reply.json(500,
            "{\"error\":{\"message\":\"no answer was scripted\"}}");

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Reply> queue = new ArrayDeque<>();
    private Optional<Reply> fixed = Optional.of(UNSCRIPTED);
    private Function<ReceivedRequest, Reply> standing = _ -> UNSCRIPTED;

    void stand(Reply reply) {
        lock.lock();
        try {
            fixed = Optional.of(reply);
            standing = _ -> reply;
        } finally {
            lock.unlock();
        }
    }

    void stand(Function<ReceivedRequest, Reply> script) {
        lock.lock();
        try {
            fixed = Optional.empty();
            standing = script;
        } finally {
            lock.unlock();
        }
    }

    void queue(List<Reply> replies) {
        lock.lock();
        try {
            queue.addAll(replies);
        } finally {
            lock.unlock();
        }
    }

    /// The next reply, taken, if it is one that does not wait for the request's body.
    Optional<Reply> takeEarly() {
        lock.lock();
        try {
            Reply queued = queue.peek();
            if (queued != null) {
                return queued.isEarly() ? Optional.of(queue.remove()) : Optional.empty();
            }
            return fixed.filter(Reply::isEarly);
        } finally {
            lock.unlock();
        }
    }

    Reply take(ReceivedRequest request) {
        Function<ReceivedRequest, Reply> script;
        lock.lock();
        try {
            Reply queued = queue.poll();
            if (queued != null) {
                return queued;
            }
            script = standing;
        } finally {
            lock.unlock();
        }
        try {
            return script.apply(request);
        } catch (RuntimeException | AssertionError e) {
            return Reply.json(500, "{\"error\":{\"message\":\"the script of the pretend upstream failed\"}}")
                    .header("X-Fake-Failure", String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }
}
