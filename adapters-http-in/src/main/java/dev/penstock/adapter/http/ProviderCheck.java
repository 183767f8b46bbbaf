package dev.penstock.adapter.http;

import dev.penstock.application.ProviderHealth;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/// A provider's entry under `/health`.
///
/// Of the type that counts neither for `/health/ready` nor for `/health/live`: while one provider is down the gateway can
/// still serve the others, and a restart would help nobody.
record ProviderCheck(ProviderHealth health) implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.STARTUP;
    }

    @Override
    public String name() {
        return "provider." + health.id();
    }

    @Override
    public String path() {
        return name();
    }

    @Override
    public HealthCheckResponse call() {
        ProviderHealth.State state = health.state();
        HealthCheckResponse.Builder response = HealthCheckResponse.builder()
                .status(!state.failing())
                .detail("used", state.lastSuccess().isPresent() || state.lastFailure().isPresent());
        state.lastSuccess().ifPresent(when -> response.detail("lastSuccess", when.toString()));
        state.lastFailure().ifPresent(when -> response.detail("lastFailure", when.toString()));
        state.reason().ifPresent(reason -> response.detail("reason", reason));
        ProviderHealth.Load load = health.load();
        response.detail("running", load.running()).detail("queued", load.queued());
        response.detail("keys", load.keys()).detail("restingKeys", load.restingKeys());
        load.circuits().forEach((model, circuit) -> response.detail("circuit." + model, circuit));
        return response.build();
    }
}
