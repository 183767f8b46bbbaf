package dev.penstock.application;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All places where usage records are kept. Each has a queue of its own, so that none waits for another.
///
/// Safe for concurrent use.
public final class Ledger implements UsageRecorder {
    private static final int QUEUED_RECORDS = 8192;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

    private final List<UsageQueue> queues;

    private Ledger(List<UsageQueue> queues) {
        this.queues = List.copyOf(queues);
    }

    /// Closes what it is given when it is closed.
    ///
    /// @param first the gateway's own: what cannot be written is tried again, and while its queue is full a request waits a
    /// second before its record is lost
    /// @param others may lose what they are too slow for; no request waits for them
    public static Ledger of(UsageRecorder first, List<UsageRecorder> others) {
        List<UsageQueue> queues = new ArrayList<>();
        queues.add(UsageQueue.retrying(first, limits(Duration.ofSeconds(1))));
        others.forEach(one -> queues.add(UsageQueue.losing(one, limits(Duration.ZERO))));
        return new Ledger(queues);
    }

    private static QueueLimits limits(Duration patience) {
        return new QueueLimits(QUEUED_RECORDS, patience, RETRY_AFTER, LAST_MOMENT);
    }

    /// How the gateway's own ledger does.
    public LedgerHealth health() {
        return queues.getFirst().health();
    }

    /// Whether every queue still has a thread that writes.
    public boolean isWriting() {
        return queues.stream().allMatch(UsageQueue::isWriting);
    }

    @Override
    public void record(UsageRecord line) {
        queues.forEach(queue -> queue.record(line));
    }

    /// Blocks until everything is written everywhere, as far as [UsageQueue#close()] waits for it.
    @Override
    public void close() {
        Closing.all(queues.stream().<Runnable>map(queue -> queue::close).toList());
    }
}
