package dev.penstock.openai.upstream;

import dev.penstock.domain.access.Secret;
import dev.penstock.spi.ProviderSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The settings that all OpenAI-compatible providers have in common.
///
/// @param baseUri what stands before `/chat/completions`
/// @param key sent as a bearer token; empty for servers that want none
/// @param connectTimeout how long a connection may take to come about
/// @param responseTimeout how long the head of an answer may take; an answer that is not streamed is all thought out by
///        then
/// @param idleTimeout how long an answer may pause once it has begun
/// @param maxConnections how many connections may be open at a time
public record OpenAiSettings(URI baseUri, Optional<Secret> key, Duration connectTimeout,
        Duration responseTimeout,
        Duration idleTimeout, int maxConnections) {

    public OpenAiSettings {
        Objects.requireNonNull(baseUri, "baseUri");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(responseTimeout, "responseTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
    }

    /// Reads `base-url`, `key` and the time-outs of a provider with a well-known address that wants a key.
    public static OpenAiSettings hosted(ProviderSettings settings, URI defaultBase) {
        return read(settings, settings.uri("base-url", defaultBase),
                Optional.of(settings.requiredSecret("key")));
    }

    /// Reads the same of a provider that may be anywhere and may want no key.
    public static OpenAiSettings anywhere(ProviderSettings settings) {
        return read(settings, settings.requiredUri("base-url"), settings.secret("key"));
    }

    private static OpenAiSettings read(ProviderSettings settings, URI baseUri, Optional<Secret> key) {
        return new OpenAiSettings(baseUri, key, settings.duration("connect-timeout", Duration.ofSeconds(5)),
                settings.duration("response-timeout", Duration.ofMinutes(10)),
                settings.duration("idle-timeout", Duration.ofMinutes(5)),
                settings.count("max-connections", 512));
    }
}
