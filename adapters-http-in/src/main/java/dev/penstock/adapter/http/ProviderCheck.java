package dev.penstock.adapter.http;

import dev.penstock.application.ProviderHealth;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.Set;

/// A provider's entry under `/health`.
///
/// Always up, with the provider's state as a detail: while one provider is down the gateway can still serve the others, a
/// restart would help nobody, and only new requests can show that it is back.
///
/// Everybody may read it, so that it names only models of the configuration and not what clients have asked for.
///
/// @param models the provider's models that the configuration names
record ProviderCheck(ProviderHealth health, Set<String> models) implements HealthCheck {
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
        boolean used = state.lastSuccess().isPresent() || state.lastFailure().isPresent();
        ProviderHealth.Load load = health.load();
        String unused = load.restingKeys() > 0 ? "resting" : "unused"; // a throttle is neither good nor bad
        HealthCheckResponse.Builder response = HealthCheckResponse.builder()
                .status(true)
                .detail("state", state.failing() ? "failing" : used ? "answering" : unused);
        state.lastSuccess().ifPresent(when -> response.detail("lastSuccess", when.toString()));
        state.lastFailure().ifPresent(when -> response.detail("lastFailure", when.toString()));
        state.reason().ifPresent(reason -> response.detail("lastReason", reason));
        response.detail("running", load.running()).detail("queued", load.queued());
        response.detail("keys", load.keys()).detail("restingKeys", load.restingKeys());
        load.circuits().forEach((model, circuit) -> {
            if (models.contains(model)) {
                response.detail("circuit." + model, circuit.word());
            }
        });
        long others = load.circuits().keySet().stream().filter(model -> !models.contains(model)).count();
        if (others > 0) {
            response.detail("otherCircuits", others);
        }
        return response.build();
    }
}
