package dev.penstock.adapter.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/// The plug-ins' entry under `/health`. Always up: one that cannot be loaded keeps nobody from using the others.
record PluginCheck(PluginAdmin plugins) implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.STARTUP;
    }

    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public String path() {
        return name();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponse.Builder response = HealthCheckResponse.builder().status(true);
        for (PluginStatus status : plugins.plugins()) {
            response.detail(status.name() + ".state", status.state());
            if (!status.version().isEmpty()) {
                response.detail(status.name() + ".version", status.version());
            }
            if (!status.problems().isEmpty()) {
                response.detail(status.name() + ".problems", String.join("; ", status.problems()));
            }
        }
        if (!plugins.concerns().isEmpty()) {
            response.detail("concerns", String.join("; ", plugins.concerns()));
        }
        return response.build();
    }
}
