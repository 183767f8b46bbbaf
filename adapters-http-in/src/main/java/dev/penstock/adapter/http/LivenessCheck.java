package dev.penstock.adapter.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// The gateway's own entry under `/health`: down as soon as one of its background threads has ended, because only a
/// restart brings it back.
///
/// @param threads by name: whether each is alive
record LivenessCheck(Map<String, BooleanSupplier> threads) implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.LIVENESS;
    }

    @Override
    public String name() {
        return "running";
    }

    @Override
    public String path() {
        return name();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponse.Builder response = HealthCheckResponse.builder().status(true);
        threads.forEach((name, alive) -> {
            if (!alive.getAsBoolean()) {
                response.status(false).detail(name, "ended");
            }
        });
        return response.build();
    }
}
