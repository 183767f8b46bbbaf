package dev.penstock.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.health.HealthCheckResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LivenessCheckTest {
    @Test
    void isUpWhileEveryThreadIsAlive() {
        HealthCheckResponse response = new LivenessCheck(Map.of("a", () -> true, "b", () -> true)).call();

        assertThat(response.status()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.details()).isEmpty();
    }

    @Test
    void isDownWithItsNameAsSoonAsOneHasEnded() {
        HealthCheckResponse response = new LivenessCheck(Map.of("a", () -> true, "b", () -> false)).call();

        assertThat(response.status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.details()).containsExactly(Map.entry("b", "ended"));
    }
}
