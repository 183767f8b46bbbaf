package dev.penstock.application;

import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.route.ProviderId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The connected providers, and how each has been doing.
///
/// Safe for concurrent use.
public final class Providers {

    /// A provider as the application needs it.
    public record Connected(ProviderId id, ChatCompletionPort chat, Optional<ModelCatalog> catalog) {}

    private final Map<ProviderId, Connected> connected = new LinkedHashMap<>();
    private final Map<ProviderId, ProviderHealth> health = new LinkedHashMap<>();
    private final InstantSource clock;

    public Providers(List<Connected> providers, InstantSource clock) {
        this.clock = clock;
        for (Connected provider : providers) {
            if (connected.put(provider.id(), provider) != null) {
                throw new IllegalArgumentException("two providers are called " + provider.id());
            }
            health.put(provider.id(), new ProviderHealth(provider.id()));
        }
    }

    /// In the order of the configuration.
    public Set<ProviderId> ids() {
        return connected.keySet();
    }

    /// In the order of the configuration.
    public List<ProviderHealth> health() {
        return List.copyOf(health.values());
    }

    List<Connected> all() {
        return List.copyOf(connected.values());
    }

    ChatCompletionPort chat(ProviderId id) {
        Connected provider = connected.get(id);
        if (provider == null) {
            throw new IllegalArgumentException("a route names " + id + ", which is not connected");
        }
        return provider.chat();
    }

    void succeeded(ProviderId id) {
        healthOf(id).succeeded(clock.instant());
    }

    void failed(ProviderId id, UpstreamFailure failure) {
        healthOf(id).failed(clock.instant(), failure);
    }

    private ProviderHealth healthOf(ProviderId id) {
        ProviderHealth found = health.get(id);
        if (found == null) {
            throw new IllegalArgumentException(id + " is not connected");
        }
        return found;
    }
}
