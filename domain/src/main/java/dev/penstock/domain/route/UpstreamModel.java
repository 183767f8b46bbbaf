package dev.penstock.domain.route;

import java.util.Objects;

/// A provider, and the model's name as that provider knows it.
public record UpstreamModel(ProviderId provider, String name) {
    public UpstreamModel {
        Objects.requireNonNull(provider, "provider");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an upstream model needs a name");
        }
    }

    /// `provider/name`, which is also how a client may ask for it.
    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
