package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.application.Circuits.Permit;
import dev.penstock.domain.failure.UpstreamException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Trials of a half-open circuit that neither fail nor come to anything. The breaker's own timer ends them, so this waits
/// in real time.
@Timeout(30)
class SlowTrialsTest {
    private final MutableClock clock = new MutableClock();
    private final Circuits circuits = new Circuits(new CircuitSettings(50, 1, 1, Duration.ofMillis(50)),
            clock);

    @Test
    void keepNobodyOutForLong() {
        Permit broken = circuits.enter(Bench.A).orElseThrow();
        broken.failed(new UpstreamException(Failures.GARBLED));
        broken.close();
        clock.advance(Duration.ofMillis(51));
        List<Permit> slow = List.of(circuits.enter(Bench.A).orElseThrow(),
                circuits.enter(Bench.A).orElseThrow());

        Threads.await(() -> circuits.enter(Bench.A).isPresent());
        slow.forEach(Permit::close);
        assertThat(circuits.troubled(Bench.FIRST)).isEmpty();
    }
}
