package dev.penstock.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void readsSecondsAndMilliseconds() {
        assertThat(read(Map.of("retry-after", " 7 "))).contains(Duration.ofSeconds(7));
        assertThat(read(Map.of("retry-after", "1.5"))).contains(Duration.ofMillis(1500));
        assertThat(read(Map.of("retry-after", "0"))).contains(Duration.ZERO);
        assertThat(read(Map.of("retry-after-ms", "250"))).contains(Duration.ofMillis(250));
    }

    @Test
    void prefersTheFinerHeaderIfItCanBeRead() {
        assertThat(read(Map.of("retry-after-ms", "250", "retry-after", "1")))
                .contains(Duration.ofMillis(250));
        assertThat(read(Map.of("retry-after-ms", "soon", "retry-after", "1")))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void readsDatesAndTakesThoseThatHavePassedForNow() {
        assertThat(read(Map.of("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT")))
                .contains(Duration.ofSeconds(30));
        assertThat(read(Map.of("retry-after", "Sun, 01 Mar 2026 11:59:00 GMT"))).contains(Duration.ZERO);
    }

    @Test
    void takesAnEndlessWaitForALongOne() {
        assertThat(read(Map.of("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")))
                .contains(Duration.ofDays(365));
        assertThat(read(Map.of("retry-after", "999999999"))).contains(Duration.ofDays(365));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e3", "99999999999999999999", "NaN", "2026-03-01T12:00:30Z"})
    void readsNothingElse(String text) {
        assertThat(read(Map.of("retry-after", text))).isEmpty();
    }

    @Test
    void asksForNothingOfItsOwn() {
        assertThat(read(Map.of())).isEmpty();
    }

    private static Optional<Duration> read(Map<String, String> headers) {
        return RetryAfter.read(CannedResponse.of(429, headers, ""), NOW);
    }
}
