package dev.penstock.domain.route;

import java.util.Objects;
import java.util.Optional;

/// What answers where a client has not said who should.
///
/// @param provider who answers to names that nobody else answers to
/// @param name the model of requests that name none; empty if such requests cannot be answered
public record DefaultModel(ProviderId provider, Optional<String> name) {
    public DefaultModel {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(name, "name");
    }

    /// `provider/name`, or the provider alone.
    @Override
    public String toString() {
        return provider + name.map(one -> "/" + one).orElse("");
    }

    public static DefaultModel of(UpstreamModel model) {
        return new DefaultModel(model.provider(), Optional.of(model.name()));
    }
}
