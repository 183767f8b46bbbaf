package dev.penstock.openai.upstream;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The settings that all providers with an upstream have in common.
///
/// @param baseUri what stands before the paths of the API, such as `/chat/completions`
/// @param key who asks; empty for servers that want none
/// @param connectTimeout how long a connection may take to come about
/// @param responseTimeout how long the head of an answer that is not streamed may take; it is all thought out by then
/// @param headTimeout how long the head of a streamed answer may take
/// @param firstTokenTimeout how long the first chunk of a stream may take, counted from when the request is sent
/// @param silenceTimeout how long a stream may pause between two chunks; comments do not count
/// @param relays where requests in another API go that the upstream speaks itself; for the others they are translated
public record UpstreamSettings(URI baseUri, Optional<Secret> key, Duration connectTimeout,
        Duration responseTimeout, Duration headTimeout, Duration firstTokenTimeout, Duration silenceTimeout,
        Map<ClientApi, URI> relays) {

    public UpstreamSettings {
        Objects.requireNonNull(baseUri, "baseUri");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(responseTimeout, "responseTimeout");
        Objects.requireNonNull(headTimeout, "headTimeout");
        Objects.requireNonNull(firstTokenTimeout, "firstTokenTimeout");
        Objects.requireNonNull(silenceTimeout, "silenceTimeout");
        relays = Map.copyOf(relays);
    }

    /// Reads `base-url`, `key`, the time-outs and what is relayed of a provider with a well-known address that wants a key.
    public static UpstreamSettings hosted(Settings settings, URI defaultBase) {
        URI baseUri = settings.uri("base-url", defaultBase);
        return read(settings, baseUri, Optional.of(settings.requiredSecret("key")), Duration.ofMinutes(1),
                Duration.ofMinutes(2), relays(settings, baseUri));
    }

    /// Reads the same of a hosted provider that speaks another API and no Chat Completions: requests in it are always
    /// relayed, and none else.
    ///
    /// @param path of that API, below the base address
    public static UpstreamSettings speaking(ClientApi api, String path, Settings settings,
            URI defaultBase) {
        URI baseUri = settings.uri("base-url", defaultBase);
        return read(settings, baseUri, Optional.of(settings.requiredSecret("key")), Duration.ofMinutes(1),
                Duration.ofMinutes(2), Map.of(api, URI.create(baseUri + path)));
    }

    /// Reads the same of a hosted provider that speaks an API of its own alone: nothing is relayed.
    public static UpstreamSettings translated(Settings settings, URI defaultBase) {
        return read(settings, settings.uri("base-url", defaultBase),
                Optional.of(settings.requiredSecret("key")), Duration.ofMinutes(1), Duration.ofMinutes(2),
                Map.of());
    }

    /// Reads the same of a provider that may be anywhere and may want no key.
    public static UpstreamSettings anywhere(Settings settings) {
        // A model of one's own may have to be loaded first, and reads a long prompt for minutes.
        URI baseUri = settings.requiredUri("base-url");
        return read(settings, baseUri, settings.secret("key"), Duration.ofMinutes(5), Duration.ofMinutes(5),
                relays(settings, baseUri));
    }

    /// Reads the same of a server of one's own that speaks an API of its own alone: it may want no key, and nothing is relayed.
    ///
    /// @param baseUri read already
    public static UpstreamSettings local(Settings settings, URI baseUri) {
        return read(settings, baseUri, settings.secret("key"), Duration.ofMinutes(5), Duration.ofMinutes(5),
                Map.of());
    }

    private static UpstreamSettings read(Settings settings, URI baseUri, Optional<Secret> key,
            Duration head, Duration token, Map<ClientApi, URI> relays) {
        return new UpstreamSettings(baseUri, key, settings.duration("connect-timeout", Duration.ofSeconds(5)),
                settings.duration("response-timeout", Duration.ofMinutes(10)),
                settings.duration("head-timeout", head), settings.duration("first-token-timeout", token),
                settings.duration("silence-timeout", token), relays);
    }

    private static Map<ClientApi, URI> relays(Settings settings, URI baseUri) {
        Map<ClientApi, URI> relays = new EnumMap<>(ClientApi.class);
        if (settings.flag("relay-messages", false)) {
            relays.put(ClientApi.MESSAGES, URI.create(baseUri + "/messages"));
        }
        if (settings.flag("relay-responses", false)) {
            relays.put(ClientApi.RESPONSES, URI.create(baseUri + "/responses"));
        }
        return relays;
    }

    /// The same with another address for requests in one API, if they are relayed at all.
    public UpstreamSettings relaying(ClientApi api, URI target) {
        Map<ClientApi, URI> others = new HashMap<>(relays);
        others.computeIfPresent(api, (_, _) -> target);
        return new UpstreamSettings(baseUri, key, connectTimeout, responseTimeout, headTimeout,
                firstTokenTimeout, silenceTimeout, others);
    }
}
