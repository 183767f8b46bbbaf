package dev.penstock.application;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.port.RequestObserver.Sequel;
import dev.penstock.domain.usage.UsageRecord;
import java.util.concurrent.CompletableFuture;

/// One request as one interceptor that observes is told of it: first its beginning, then its end.
final class Observation {
    private record End(AnswerCopy answer, UsageRecord line) {}

    private final Named named;
    private final RequestObserver observer;
    private final InterceptedRequest request;
    private final Observations all;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    Observation(Named named, RequestObserver observer, InterceptedRequest request, Observations all) {
        this.named = named;
        this.observer = observer;
        this.request = request;
        this.all = all;
    }

    int kept() {
        return named.kept();
    }

    /// The request is over. Call it once.
    ///
    /// @param answer is let go of when this one has been told
    void over(AnswerCopy answer, UsageRecord line) {
        end.complete(new End(answer, line));
    }

    /// Does the telling; lasts until the request is over, and longer.
    void run() {
        try {
            Sequel sequel = observer.asked(request);
            End known = end.join();
            sequel.ended(known.answer().first(named.kept()), known.line());
        } catch (RuntimeException | Error e) {
            all.lost(named, request, Interception.reason(e));
        } finally {
            var _ = end.thenAccept(known -> known.answer().letGo());
        }
    }
}
