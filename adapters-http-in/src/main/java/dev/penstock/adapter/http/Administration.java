package dev.penstock.adapter.http;

import dev.penstock.domain.access.Secret;
import java.util.Objects;
import java.util.Optional;

/// What those who run the gateway can see and do.
///
/// @param key what they have to present; without one nothing below `/admin` exists
public record Administration(PluginAdmin plugins, Optional<Secret> key) {
    public Administration {
        Objects.requireNonNull(plugins, "plugins");
        Objects.requireNonNull(key, "key");
    }
}
