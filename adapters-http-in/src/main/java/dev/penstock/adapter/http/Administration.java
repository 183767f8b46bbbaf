package dev.penstock.adapter.http;

import dev.penstock.domain.access.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What those who run the gateway can see and do.
///
/// @param threads by name: whether each background thread is alive that the gateway cannot do without
/// @param key what they have to present; without one nothing below `/admin` exists
public record Administration(PluginAdmin plugins, Map<String, BooleanSupplier> threads,
        Optional<Secret> key) {
    public Administration {
        Objects.requireNonNull(plugins, "plugins");
        threads = Map.copyOf(threads);
        Objects.requireNonNull(key, "key");
    }
}
