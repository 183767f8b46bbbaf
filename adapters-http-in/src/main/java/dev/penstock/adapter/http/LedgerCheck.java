package dev.penstock.adapter.http;

import dev.penstock.application.Ledger;
import dev.penstock.application.LedgerHealth;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.Locale;

/// The ledger's entry under `/health`. The gateway is not ready while records are lost because the queue stays full.
record LedgerCheck(Ledger ledger) implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String path() {
        return name();
    }

    @Override
    public HealthCheckResponse call() {
        LedgerHealth health = ledger.health();
        HealthCheckResponse.Builder response = HealthCheckResponse.builder()
                .status(health.state() != LedgerHealth.State.FULL)
                .detail("state", health.state().name().toLowerCase(Locale.ROOT))
                .detail("queued", health.queued())
                .detail("lost", health.lost());
        health.reason().ifPresent(reason -> response.detail("reason", reason));
        return response.build();
    }
}
