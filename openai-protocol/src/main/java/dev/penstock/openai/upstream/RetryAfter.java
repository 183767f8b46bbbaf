package dev.penstock.openai.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// How long an upstream asks to be left alone: `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110,
/// section 10.2.3).
final class RetryAfter {
    /// To wait for longer is to wait for ever, and sums of it stay within bounds.
    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryAfter() {}

    /// Empty if nothing was asked that can be read.
    static Optional<Duration> read(UpstreamResponse response, Instant now) {
        return response.header("retry-after-ms")
                .flatMap(text -> millis(text, 1))
                .or(() -> response.header("retry-after")
                        .flatMap(text -> millis(text, 1000).or(() -> date(text, now))))
                .map(RetryAfter::capped);
    }

    static Duration capped(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Optional<Duration> millis(String text, int factor) {
        String number = text.strip();
        return number.matches("\\d{1,9}(\\.\\d{1,9})?")
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(number) * factor)))
                : Optional.empty();
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, then))
                    .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
