package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.application.RetryPolicy.Decision;
import dev.penstock.application.RetryPolicy.Standing;
import dev.penstock.domain.failure.FailureDetail;
import dev.penstock.domain.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Map<String, Function<FailureDetail, UpstreamFailure>> KINDS = Map.of(
            "rejected", UpstreamFailure.Rejected::new, "filtered", UpstreamFailure.ContentFiltered::new,
            "missing", UpstreamFailure.ModelMissing::new, "credential",
            UpstreamFailure.CredentialUnusable::new,
            "throttled", UpstreamFailure.Throttled::new, "unavailable", UpstreamFailure.Unavailable::new,
            "timeout", UpstreamFailure.TimedOut::new, "garbled", UpstreamFailure.Garbled::new);

    /// Three attempts, 100 ms apart at first, and no wait of more than a second.
    private final RetryPolicy policy = new RetryPolicy(
            new RetrySettings(3, Duration.ofMillis(100), Duration.ofSeconds(1)));

    /// The times are milliseconds; `-` is none said. The first column of standing is how often was asked, the others
    /// whether a key and whether an upstream is left.
    @ParameterizedTest
    @CsvSource({
            // whoever gets it will say no
            "rejected,    1, yes, yes, -,    60000, tell", "rejected,    1, no,  no,  10,   60000, tell",
            "filtered,    1, yes, yes, -,    60000, tell", "filtered,    1, no,  no,  10,   60000, tell",
            // asking there again is of no use, with whatever key
            "missing,     1, yes, yes, 10,   60000, next upstream",
            "missing,     1, yes, no,  10,   60000, next upstream",
            "timeout,     1, yes, yes, 10,   60000, next upstream",
            "timeout,     1, yes, no,  10,   60000, next upstream",
            // the key is at fault
            "credential,  1, yes, yes, -,    60000, next key",
            "credential,  3, yes, no,  -,    60000, next key",
            "credential,  1, no,  yes, 10,   60000, next upstream",
            "credential,  1, no,  no,  10,   60000, next upstream",
            // the key has had enough for now
            "throttled,   1, yes, yes, -,    60000, next key",
            "throttled,   3, yes, no,  10,   60000, next key",
            "throttled,   1, no,  yes, -,    60000, next upstream",
            "throttled,   1, no,  no,  -,    60000, again 100",
            "throttled,   1, no,  yes, 1000, 60000, again 1000",
            "throttled,   1, no,  yes, 1001, 60000, next upstream",
            "throttled,   1, no,  no,  1001, 60000, next upstream",
            "throttled,   1, no,  yes, 500,  501,   again 500",
            "throttled,   1, no,  yes, 500,  500,   next upstream",
            "throttled,   1, no,  no,  -,    100,   next upstream",
            "throttled,   2, no,  yes, 500,  60000, again 500",
            "throttled,   3, no,  yes, 500,  60000, next upstream",
            "throttled,   3, no,  no,  -,    60000, next upstream",
            "throttled,   1, no,  yes, 0,    60000, again 0",
            // another upstream is a better bet than this one
            "unavailable, 1, no,  yes, 10,   60000, next upstream",
            "unavailable, 1, yes, yes, -,    60000, next upstream",
            "unavailable, 1, yes, no,  -,    60000, again 100",
            "unavailable, 2, no,  no,  -,    60000, again 200",
            "unavailable, 3, no,  no,  -,    60000, next upstream",
            "unavailable, 1, no,  no,  700,  60000, again 700",
            "unavailable, 1, no,  no,  1001, 60000, next upstream",
            "unavailable, 1, no,  no,  -,    100,   next upstream",
            "garbled,     1, no,  yes, -,    60000, next upstream",
            "garbled,     1, yes, no,  -,    60000, again 100",
            "garbled,     2, no,  no,  -,    60000, again 200",
            "garbled,     3, no,  no,  -,    60000, next upstream",
            "garbled,     1, no,  no,  700,  60000, again 700"})
    void decidesByTheMeaningOfTheFailure(String kind, int asked, String keyLeft, String upstreamLeft,
            String retryAfter, long timeLeft, String expected) {
        FailureDetail detail = FailureDetail.of("it broke");
        UpstreamFailure failure = Objects.requireNonNull(KINDS.get(kind))
                .apply(retryAfter.equals("-")
                        ? detail
                        : detail.withRetryAfter(Duration.ofMillis(Long.parseLong(retryAfter))));

        assertThat(words(policy.decide(failure, new Standing(asked, keyLeft.equals("yes"),
                upstreamLeft.equals("yes"), Duration.ofMillis(timeLeft))))).isEqualTo(expected);
    }

    @Test
    void doublesItsOwnPausesUpToTheLongestWait() {
        RetryPolicy stubborn = new RetryPolicy(
                new RetrySettings(100, Duration.ofMillis(100), Duration.ofMillis(350)));

        assertThat(pause(stubborn, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(pause(stubborn, 2)).isEqualTo(Duration.ofMillis(200));
        assertThat(pause(stubborn, 3)).isEqualTo(Duration.ofMillis(350));
        assertThat(pause(stubborn, 99)).isEqualTo(Duration.ofMillis(350));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void asksAtLeastOnce(int attempts) {
        assertThatThrownBy(() -> new RetrySettings(attempts, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration pause(RetryPolicy policy, int asked) {
        Decision decision = policy.decide(Failures.UNAVAILABLE,
                new Standing(asked, false, false, Duration.ofDays(1)));
        return ((Decision.Again) decision).pause();
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case Decision.Tell _ -> "tell";
            case Decision.NextKey _ -> "next key";
            case Decision.NextUpstream _ -> "next upstream";
            case Decision.Again(Duration pause) -> "again " + pause.toMillis();
        };
    }
}
