package dev.penstock.application;

import dev.penstock.domain.port.UsageRecorder;
import dev.penstock.domain.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;

/// All places where usage records are kept. Each has a queue of its own, so that none waits for another.
///
/// Safe for concurrent use.
public final class Ledger implements UsageRecorder {
    private static final int QUEUED_RECORDS = 8192;

    private final List<UsageQueue> queues;

    private Ledger(List<UsageQueue> queues) {
        this.queues = List.copyOf(queues);
    }

    /// Closes what it is given when it is closed.
    ///
    /// @param first loses nothing; a request waits for it if it has to
    /// @param others may lose what they are too slow for
    public static Ledger of(UsageRecorder first, List<UsageRecorder> others) {
        List<UsageQueue> queues = new ArrayList<>();
        queues.add(UsageQueue.waiting(first, QUEUED_RECORDS));
        others.forEach(one -> queues.add(UsageQueue.losing(one, QUEUED_RECORDS)));
        return new Ledger(queues);
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
