package dev.penstock.application;

import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to do about a failure that came before the client saw anything, by the failure's meaning. The only place where
/// this is decided.
final class RetryPolicy {
    private final RetrySettings settings;

    RetryPolicy(RetrySettings settings) {
        this.settings = settings;
    }

    /// What comes next.
    sealed interface Decision {
        /// The client is told.
        record Tell() implements Decision {}

        /// The same upstream with another key, at once.
        record NextKey() implements Decision {}

        /// The same upstream again, after a pause.
        record Again(Duration pause) implements Decision {}

        /// The next upstream, at once; the client is told if there is none.
        record NextUpstream() implements Decision {}
    }

    /// Where a request stands when something has failed.
    ///
    /// @param asked how often this upstream was asked, this time included
    /// @param keyLeft whether the upstream has another key that was not tried yet and does not rest
    /// @param upstreamLeft whether another upstream could be asked
    /// @param timeLeft until the deadline
    record Standing(int asked, boolean keyLeft, boolean upstreamLeft, Duration timeLeft) {}

    Decision decide(UpstreamFailure failure, Standing standing) {
        return switch (failure) {
            case UpstreamFailure.Rejected _,UpstreamFailure.ContentFiltered _ -> new Decision.Tell();
            case UpstreamFailure.ModelMissing _,UpstreamFailure.TimedOut _ -> new Decision.NextUpstream();
            case UpstreamFailure.CredentialUnusable _ ->
                standing.keyLeft() ? new Decision.NextKey() : new Decision.NextUpstream();
            case UpstreamFailure.Throttled(FailureDetail detail) -> standing.keyLeft()
                    ? new Decision.NextKey()
                    : againIfInTime(standing, detail.retryAfter());
            case UpstreamFailure.Unavailable(FailureDetail detail) ->
                lastResort(standing, detail.retryAfter());
            case UpstreamFailure.Garbled(FailureDetail detail) -> lastResort(standing, detail.retryAfter());
        };
    }

    /// Another upstream is a better bet than one that just broke.
    private Decision lastResort(Standing standing, Optional<Duration> asked) {
        return standing.upstreamLeft() ? new Decision.NextUpstream() : againIfInTime(standing, asked);
    }

    /// Waits for as long as the upstream asked; where it did not say, only if there is nobody else.
    private Decision againIfInTime(Standing standing, Optional<Duration> asked) {
        if (standing.asked() >= settings.attempts() || (asked.isEmpty() && standing.upstreamLeft())) {
            return new Decision.NextUpstream();
        }
        Duration pause = asked.orElseGet(() -> backoff(standing.asked()));
        return worthWaiting(pause, standing.timeLeft())
                ? new Decision.Again(pause)
                : new Decision.NextUpstream();
    }

    /// Whether a request may pause for that long before an upstream is asked.
    boolean worthWaiting(Duration pause, Duration timeLeft) {
        return pause.compareTo(settings.longestWait()) <= 0 && pause.compareTo(timeLeft) < 0;
    }

    /// Which of two failures the client is told of, once nobody is left to ask: the later one, unless it will stay while
    /// the earlier one may pass. Otherwise a fallback without the model would hide that its better was only busy.
    static UpstreamException toTell(@Nullable UpstreamException earlier, UpstreamException later) {
        return earlier != null && mayPass(earlier.failure()) && !mayPass(later.failure()) ? earlier : later;
    }

    private static boolean mayPass(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Throttled _,UpstreamFailure.Unavailable _ -> true;
            case UpstreamFailure.TimedOut _,UpstreamFailure.Garbled _ -> true;
            case UpstreamFailure.Rejected _,UpstreamFailure.ContentFiltered _ -> false;
            case UpstreamFailure.ModelMissing _,UpstreamFailure.CredentialUnusable _ -> false;
        };
    }

    /// Doubles with each attempt until it is as long as a pause may be.
    private Duration backoff(int asked) {
        Duration pause = settings.backoff().multipliedBy(1L << Math.min(20, asked - 1));
        return pause.compareTo(settings.longestWait()) < 0 ? pause : settings.longestWait();
    }
}
